import assert from "node:assert/strict";
import { Failure } from "../../lib/failure.ts";
import { openOutput, parseOutput } from "./output_flag.ts";

const stdout = { isTerminal: false, writeBytes: () => Promise.resolve() };

const places = ["x/y", "type=tar,dest=none/y", "type=tar,dest=x/y", "type=oci,dest=."];
for (const output of places) {
  Deno.test(`openOutput() tells before the build that ${output} cannot be written`, async () => {
    const cwd = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${cwd}/x`, "a file");
      const opened = openOutput(parseOutput(output, "-o"), { cwd, stdout });
      await assert.rejects(
        opened,
        (error) => error instanceof Failure && /output/.test(error.message),
      );
      assert.deepEqual([...Deno.readDirSync(cwd)].map(({ name }) => name), ["x"]);
    } finally {
      await Deno.remove(cwd, { recursive: true });
    }
  });
}
