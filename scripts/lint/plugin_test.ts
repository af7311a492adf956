import assert from "node:assert/strict";
import { dirname, join } from "../../src/lib/path.ts";
import plugin from "./plugin.ts";

const root = join(dirname(import.meta.filename!), "../..");

/** Names of the rules that complain about `source` at `path`. */
function complaints(path: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, `${root}/${path}`, source).map(({ id }) => id);
}

const layer = "dk/layer-direction";
const node = "dk/no-static-node-import";
const world = "dk/no-outside-world";
const text = "dk/no-error-text";
const documented = "dk/documented-export";
const name = "dk/file-name";
const size = "dk/file-size";

const cases: [path: string, source: string, ...rules: string[]][] = [
  ["src/engine/a.ts", `import { x } from "../lib/x.ts";`],
  ["src/engine/a.ts", `import { x } from "./x.ts";`],
  ["src/engine/containers/a.ts", `import { x } from "../../registry/x.ts";`, layer],
  ["src/engine/a.ts", `import type { X } from "../features/run/x.ts";`, layer],
  ["src/engine/a.ts", `await import("../features/run/x.ts");`, layer],
  ["src/engine/a.ts", `export * from "../commands/x.ts"; const a = 1;`, layer],
  ["src/engine/a.ts", `export { x } from "../cli/x.ts"; const a = 1;`, layer],
  ["src/lib/a.ts", `import { x } from "../image/x.ts";`, layer],
  ["src/cli/a.ts", `import { x } from "../engine/x.ts";`, layer],
  ["src/cli/a.ts", `import { x } from "../lib/x.ts";`],
  ["src/registry/a.ts", `import { x } from "../engine/x.ts";`],
  ["src/buildkit/a.ts", `import { x } from "../features/x.ts";`, layer],
  ["src/view/a.ts", `import { x } from "../cli/x.ts";`, layer],
  ["src/commands/a.ts", `import { x } from "../view/x.ts"; import { y } from "../cli/y.ts";`],
  ["src/commands/a.ts", `import manifest from "../../deno.json" with { type: "json" };`],
  ["src/features/a.ts", `import list from "../../templates/x.json" with { type: "json" };`],
  ["src/commands/a.ts", `import { x } from "../../main.ts";`, layer],
  ["src/newcomer/a.ts", `import { x } from "../lib/x.ts";`, layer],
  ["tests/e2e/a.ts", `import { x } from "../../src/commands/x.ts";`],
  ["main.ts", `import { x } from "./src/commands/x.ts";`],

  ["src/lib/a.ts", `import { join } from "node:path";`, node],
  ["main.ts", `import "node:process";`, node],
  ["src/lib/a.ts", `import type { Socket } from "node:net";`],
  ["src/lib/a.ts", `const http2 = await import("node:http2");`],
  ["src/lib/a_test.ts", `import assert from "node:assert/strict";`],
  ["scripts/a.ts", `import { gzipSync } from "node:zlib";`],

  ["src/lib/a.ts", `console.log(1);`, world],
  ["src/commands/a.ts", `Deno.exit(1);`, world],
  ["main.ts", `Deno.exit(1);`],
  ["main.ts", `console.log(1);`, world],
  ["src/features/a.ts", `const home = Deno.env.get("HOME");`, world],
  ["src/features/a.ts", `const at = Deno["cwd"]();`, world],
  ["src/features/a.ts", `const [a] = Deno.args;`, world],
  ["src/features/a.ts", `const t = Date.now();`, world],
  ["src/features/a.ts", `const t = new Date();`, world],
  ["src/features/a.ts", `const t = new Date(now);`],
  ["src/features/a.ts", `const a = prompt("name");`, world],
  ["src/features/a.ts", `await Deno.stdout.write(bytes);`, world],
  ["src/cli/deno_context.ts", `const at = Deno.cwd();`],
  ["src/features/containerize/test_image.ts", `console.log(1);`, world],
  ["src/engine/engine_fixture.ts", `const env = Deno.env.toObject();`],
  ["src/lib/a_test.ts", `console.log(Deno.cwd());`],
  ["scripts/a.ts", `console.error(Deno.args); Deno.exit(1);`],

  ["src/lib/a.ts", `if (error.message.includes("gone")) retry();`, text],
  ["src/lib/a.ts", `if (/gone/.test(error.message)) retry();`, text],
  ["src/lib/a.ts", `if (error.reason.toLowerCase().startsWith("gone")) retry();`, text],
  ["src/lib/a.ts", `if (error?.message === "gone") retry();`, text],
  ["src/lib/a.ts", `switch (error.message) { case "gone": retry(); }`, text],
  ["src/lib/a.ts", `const found = error.message.match(/gone/);`, text],
  ["src/lib/a.ts", `if (error instanceof Gone || error.status === 404) retry();`],
  ["src/lib/a.ts", `print(error.message || "unknown");`],
  ["src/lib/a_test.ts", `assert.ok(error.message.includes("gone"));`],

  ["src/lib/a.ts", `export const a = 1;`, documented],
  ["src/lib/a.ts", `/* a */ export function a() {}`, documented],
  ["src/lib/a.ts", `/** a */ const b = 1; export class A { b = b; }`, documented],
  ["src/lib/a.ts", `/** A. */\nexport interface A { b: number }`],
  ["src/lib/a.ts", `/** A. */\n// deno-lint-ignore no-explicit-any\nexport type A = any;`],
  ["src/lib/a.ts", `export { a } from "./b.ts"; const c = 1;`],
  ["src/lib/a_fixture.ts", `export const a = 1;`],
  ["src/commands/a.ts", `export default 1;`],

  ["src/lib/utils.ts", `const a = 1;`, name],
  ["src/engine/mod.ts", `const a = 1;`, name],
  ["src/engine/readAll.ts", `const a = 1;`, name],
  ["src/engine/containers.ts", `export * from "./a.ts"; export { b } from "./b.ts";`, name],

  ["src/lib/a.ts", `a();\n`.repeat(400)],
  ["src/lib/a.ts", `a();\n`.repeat(401), size],
];

for (const [path, source, ...rules] of cases) {
  const verdict = rules.length > 0 ? `rejects by ${rules}` : "accepts";
  const shown = source.length > 90 ? `${source.split("\n").length - 1} lines` : source;
  Deno.test(`lint ${verdict} in ${path}: ${shown}`, () => {
    assert.deepEqual(complaints(path, source), rules);
  });
}
