/** Bytes. To read so much of a log takes the runtime half a millisecond at every start. */
const longLog = 256 * 1024;

const logEnding = "-wal";

/**
 * Folds the logs of the runtime's databases (compiled code, imports of modules) into them, where they
 * have grown long. The runtime reads them whole at every start, and by itself folds them only when a
 * process closes its database (sqlite.org/wal.html, "Checkpointing"), which none does that exits.
 *
 * Takes some 20 ms, but only after commands that this dk has not carried out before.
 *
 * @param directory the runtime's own, where dk has given it one
 */
export async function foldRuntimeCache(directory: string): Promise<void> {
  try {
    const logs = longLogs(directory);
    if (logs.length === 0) return;
    const { DatabaseSync } = await import("node:sqlite");
    for (const log of logs) {
      using database = new DatabaseSync(log.slice(0, -logEnding.length));
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  } catch {
    // Not to be written, or gone: the next start is slower by milliseconds, and no command fails.
  }
}

function longLogs(directory: string): string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => `${directory}/${name}`)
    .filter((path) => path.endsWith(logEnding) && Deno.statSync(path).size > longLog);
}
