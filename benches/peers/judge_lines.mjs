// ajv over NDJSON: judge_lines.mjs PACKAGES SCHEMA FILE. Formats are asserted.
import { openSync, readSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [packages, schema, file] = process.argv.slice(2);
const require = createRequire(packages + "/");
const Ajv = require("ajv/dist/2020").default;
const ajv = new Ajv({ strict: false });
require("ajv-formats").default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));

const input = openSync(file);
const block = Buffer.allocUnsafe(1 << 20);
let rest = Buffer.alloc(0);
let bad = 0;
for (;;) {
  const read = readSync(input, block);
  if (read === 0) break;
  const all = Buffer.concat([rest, block.subarray(0, read)]);
  let at = 0;
  for (let end = all.indexOf(10, at); end !== -1; end = all.indexOf(10, at)) {
    if (!validate(JSON.parse(all.toString("utf8", at, end)))) bad++;
    at = end + 1;
  }
  rest = all.subarray(at);
}
process.exit(bad ? 1 : 0);
