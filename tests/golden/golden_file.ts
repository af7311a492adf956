import assert from "node:assert/strict";
import { dirname, join } from "../../src/lib/path.ts";

const folder = dirname(import.meta.filename!);

/**
 * Compares `actual` with the file `NAME.txt` of this folder; with UPDATE_GOLDEN=1 writes that file
 * instead, for `git diff` to show what has changed.
 */
export async function matchGolden(name: string, actual: string): Promise<void> {
  const path = join(folder, `${name}.txt`);
  if (Deno.env.get("UPDATE_GOLDEN") === "1") return await Deno.writeTextFile(path, actual);
  assert.equal(
    actual,
    await readGolden(path),
    `Not as in tests/golden/${name}.txt. If this is meant to be: UPDATE_GOLDEN=1 deno task test`,
  );
}

/** Names of the golden files that begin with `prefix`, without their ending. */
export function goldenNames(prefix: string): string[] {
  return [...Deno.readDirSync(folder)]
    .map((entry) => entry.name)
    .filter((name) => name.startsWith(prefix) && name.endsWith(".txt"))
    .map((name) => name.slice(0, -".txt".length));
}

async function readGolden(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
