import assert from "node:assert/strict";
import { BenchFolder } from "./bench_folder.ts";

Deno.test("BenchFolder removes what is left of killed benchmarks, and nothing else", async () => {
  const base = await Deno.makeTempDir();
  try {
    const names = () => [...Deno.readDirSync(base)].map(({ name }) => name).sort();
    for (const name of ["dk-bench-killed", "dk-bench-new", "dk-bench-before-locks", "other"]) {
      await Deno.mkdir(`${base}/${name}/deep`, { recursive: true });
    }
    await Deno.writeTextFile(`${base}/dk-bench-killed/lock`, "");
    await Deno.utime(`${base}/dk-bench-before-locks`, 0, 0);
    {
      await using running = await BenchFolder.make(base);
      await using second = await BenchFolder.make(base);
      const own = [running, second].map(({ path }) => path.slice(base.length + 1));
      assert.deepEqual(names(), ["dk-bench-new", "other", ...own].sort());
    }
    assert.deepEqual(names(), ["dk-bench-new", "other"]);
  } finally {
    await Deno.remove(base, { recursive: true });
  }
});
