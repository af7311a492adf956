import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { foldRuntimeCache } from "./runtime_cache.ts";

/** A database whose log holds so many kilobytes, as a process leaves it that exits. */
async function leftDatabase(folder: string, kilobytes: number): Promise<string> {
  const path = `${folder}/cache-${kilobytes}`;
  const database = new DatabaseSync(`${path}-open`);
  database.exec("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE code (bytes)");
  database.prepare("INSERT INTO code VALUES (?)").run(new Uint8Array(kilobytes * 1024));
  for (const ending of ["", "-wal"]) await Deno.copyFile(`${path}-open${ending}`, path + ending);
  database.close();
  return path;
}

Deno.test("foldRuntimeCache() folds long logs and leaves short ones alone", async () => {
  const folder = await Deno.makeTempDir();
  const [long, short] = [await leftDatabase(folder, 300), await leftDatabase(folder, 10)];
  await foldRuntimeCache(folder);
  const sizes = [long, short].map((path) => {
    try {
      return Deno.statSync(`${path}-wal`).size;
    } catch {
      return 0; // The last one to close it removes it.
    }
  });
  assert.equal(sizes[0], 0);
  assert.ok(sizes[1] > 10_000);
  using database = new DatabaseSync(long);
  assert.deepEqual(database.prepare("SELECT length(bytes) AS n FROM code").get()?.n, 300 * 1024);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("foldRuntimeCache() is no trouble where the cache is gone", async () => {
  await foldRuntimeCache("/nonexistent/state");
});
