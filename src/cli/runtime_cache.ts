const logEnding = "-wal";

/**
 * Folds the logs of the runtime's databases (compiled code, imports of modules) into them. The
 * runtime reads the logs whole at every start, and by itself folds them only when a process closes
 * its database (sqlite.org/wal.html, "Checkpointing"), which none does that exits.
 *
 * Takes some 20 ms, but a log grows only where dk carries out a command for the first time.
 *
 * @param directory where the runtime keeps its databases
 */
export async function foldRuntimeCache(directory: string): Promise<void> {
  try {
    const logs = grownLogs(directory);
    const { DatabaseSync } = await import("node:sqlite");
    for (const log of logs) {
      using database = new DatabaseSync(log.slice(0, -logEnding.length));
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  } catch {
    // Not to be written, or gone: the next start is slower by milliseconds, and no command fails.
  }
}

function grownLogs(directory: string): string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => `${directory}/${name}`)
    .filter((path) => path.endsWith(logEnding) && Deno.statSync(path).size > 0);
}
