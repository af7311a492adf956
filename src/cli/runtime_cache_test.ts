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

Deno.test("foldRuntimeCache() folds every log into its database", async () => {
  const folder = await Deno.makeTempDir();
  const databases = [await leftDatabase(folder, 300), await leftDatabase(folder, 10)];
  await foldRuntimeCache(folder);
  const left = [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith("-wal"))
    .filter(({ name }) => Deno.statSync(`${folder}/${name}`).size > 0);
  assert.deepEqual(left, []);
  const lengths = databases.map((path) => {
    using database = new DatabaseSync(path);
    return database.prepare("SELECT length(bytes) AS n FROM code").get()?.n;
  });
  assert.deepEqual(lengths, [300 * 1024, 10 * 1024]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("foldRuntimeCache() is no trouble where the cache is gone", async () => {
  await foldRuntimeCache("/nonexistent/state");
});
