import assert from "node:assert/strict";
import { clearResultFile } from "./result_file.ts";

Deno.test("clearResultFile() takes a file away and lets a free name be", async () => {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${directory}/id`, "old");
    await clearResultFile(`${directory}/id`);
    await clearResultFile(`${directory}/id`);
    assert.deepEqual([...Deno.readDirSync(directory)], []);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("clearResultFile() leaves a directory where it is", async () => {
  const directory = await Deno.makeTempDir();
  try {
    await assert.rejects(clearResultFile(directory), { message: new RegExp(directory) });
    assert.ok((await Deno.stat(directory)).isDirectory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("clearResultFile() refuses a file in a directory that is not there", async () => {
  await assert.rejects(clearResultFile("/no/such/id"), { message: /\/no\/such\/id/ });
});
