import assert from "node:assert/strict";
import { contextFiles } from "./context_files.ts";

Deno.test("contextFiles() tells what is sent, missing and ignored, and by which line", async () => {
  const directory = await Deno.makeTempDir({ prefix: "dk-check-" });
  try {
    await Deno.mkdir(`${directory}/kept/deep`, { recursive: true });
    await Deno.mkdir(`${directory}/part`);
    for (const name of ["a.txt", "b.log", "kept/deep/c", "part/x"]) {
      await Deno.writeTextFile(`${directory}/${name}`, "");
    }
    assert.equal((await contextFiles(directory)).hasIgnoreFile, false);
    await Deno.writeTextFile(`${directory}/.dockerignore`, "# why\n*.log\npart\n!part/x\n");
    const { hasIgnoreFile, lookUp } = await contextFiles(directory);
    const ignored = { kind: "ignored", file: ".dockerignore", line: 2 };
    const paths = ["a.txt", "kept/deep", "part", "part/x", "b.log", "none", "a.txt/b"];
    const sent = { kind: "sent" };
    const missing = { kind: "missing" };
    assert.equal(hasIgnoreFile, true);
    assert.deepEqual(paths.map(lookUp), [sent, sent, sent, sent, ignored, missing, missing]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
