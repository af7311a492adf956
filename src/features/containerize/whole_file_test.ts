import assert from "node:assert/strict";
import { Failure } from "../../lib/failure.ts";
import { checkWritable, writeWholeFile } from "./whole_file.ts";

Deno.test("checkWritable() leaves nothing in a folder that it can write to", async () => {
  const directory = await Deno.makeTempDir();
  try {
    await checkWritable(directory);
    assert.deepEqual([...Deno.readDirSync(directory)], []);
  } finally {
    await Deno.remove(directory);
  }
});

Deno.test("checkWritable() names a folder that it cannot write to", async () => {
  // A folder of the kernel's, which not even root can write to.
  await assert.rejects(checkWritable("/proc/self"), (error: Error) => {
    assert.ok(error instanceof Failure);
    assert.match(error.message, /^Cannot write to the folder \/proc\/self/);
    return true;
  });
});

Deno.test("writeWholeFile() does not replace a file unasked unless it is empty, and leaves no other", async () => {
  const directory = await Deno.makeTempDir();
  try {
    await writeWholeFile(`${directory}/a`, "1", false);
    await assert.rejects(writeWholeFile(`${directory}/a`, "2", false), /Cannot write/);
    assert.equal(await Deno.readTextFile(`${directory}/a`), "1");
    assert.deepEqual([...Deno.readDirSync(directory)].map(({ name }) => name), ["a"]);
    await Deno.writeTextFile(`${directory}/a`, "");
    await writeWholeFile(`${directory}/a`, "3", false);
    assert.equal(await Deno.readTextFile(`${directory}/a`), "3");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
