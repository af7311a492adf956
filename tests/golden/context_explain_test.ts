import assert from "node:assert/strict";
import { captureRun } from "./captured_run.ts";

const cases: [path: string, note: RegExp][] = [
  ["here", /^$/],
  ["gone", /^Note: there is no gone in .* yet\n$/],
  ["here/below", /^Note: there is no here\/below in .* yet\n$/],
];

for (const [path, note] of cases) {
  Deno.test(`dk context --explain ${path} tells whether that is there`, async () => {
    const directory = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${directory}/here`, "");
      const { exitCode, stdout, stderr } = await captureRun([
        "context",
        "--explain",
        path,
        directory,
      ]);
      assert.equal(exitCode, 0, stderr);
      assert.equal(stdout, `${path} is sent: no line matches it\n`);
      assert.match(stderr, note);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
}
