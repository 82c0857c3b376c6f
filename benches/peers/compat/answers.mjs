// A peer from npm, asked by ask.py: node answers.mjs jsoncompat|json-schema-diff FOLDER
// What it throws on has no answer. Both read the schemas as they are: jsoncompat as 2020-12 and
// json-schema-diff as draft 7, the only dialects that they know.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [peer, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${folder}/package.json`));

// Each gives `within(inner, outer)`: whether every document of `inner` is one of `outer`.
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
const answer = async ({ inner, outer }) => {
  try {
    return { verdict: (await within(inner, outer)) ? "compatible" : "breaking" };
  } catch (error) {
    return { verdict: "unknown", why: String(error).slice(0, 80) };
  }
};
const spent = () => Object.values(process.cpuUsage()).reduce((a, b) => a + b) / 1000;
console.log('{"ready": true}');
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  const before = spent();
  const said = await answer(question);
  console.log(JSON.stringify({ ...said, ms: spent() - before }));
}
