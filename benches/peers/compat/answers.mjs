// What an npm peer says of every pair: node answers.mjs jsoncompat|json-schema-diff CASES FOLDER
// A line {"id", "backward", "forward", "ms"} a case; a peer that throws has no answer: "unknown".
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [peer, cases, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${folder}/package.json`));

// Each gives `within(a, b)`: whether every document of `a` is one of `b`.
const peers = {
  async jsoncompat() {
    const module = await import(pathToFileURL(require.resolve("jsoncompat")));
    const wasm = require.resolve("jsoncompat").replace(/\.js$/, "_bg.wasm");
    await module.default({ module_or_path: readFileSync(wasm) });
    // Its role `serializer` asks for inclusion: what the new schema emits, the old one takes.
    return (a, b) => module.check_compat(JSON.stringify(b), JSON.stringify(a), "serializer");
  },
  async "json-schema-diff"() {
    const { diffSchemas } = require("json-schema-diff");
    return async (a, b) => {
      const found = await diffSchemas({ sourceSchema: a, destinationSchema: b });
      return !found.removalsFound;
    };
  },
};

const within = await peers[peer]();
const answer = async (a, b) => {
  try {
    return (await within(a, b)) ? "compatible" : "breaking";
  } catch {
    return "unknown";
  }
};
for (const line of readFileSync(cases, "utf8").split("\n").filter(Boolean)) {
  const { id, original_schema: old, updated_schema: now } = JSON.parse(line);
  const start = performance.now();
  const backward = await answer(old, now);
  const forward = await answer(now, old);
  const ms = performance.now() - start;
  console.log(JSON.stringify({ id, backward, forward, ms }));
}
