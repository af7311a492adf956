import { dirname, join } from "../../lib/path.ts";

/** Names of files that list packages: `requirements.txt`, `requirements/dev.in`, `deps.txt`. */
export const listName =
  /(^|\/)requirements\/[^/]*\.(txt|in)$|(require|constraint|reqs|deps|dependenc)[^/]*\.(txt|in)$/i;

/** More than anybody lists by hand. */
const largest = 256 * 1024;

/** Files of the project that each list of packages names, and those in turn; relative paths. */
export type IncludedLists = Readonly<Record<string, readonly string[]>>;

/**
 * Reads which further files pip reads with a list: `-r base.txt`, `-c constraints.txt`.
 *
 * @param directory of the project, absolute
 * @param files of the project, relative paths
 */
export async function includedLists(
  directory: string,
  files: readonly string[],
): Promise<IncludedLists> {
  const known = new Set(files);
  const namedBy = new Map<string, string[]>();
  const waiting = files.filter((file) => listName.test(file));
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (namedBy.has(file)) continue;
    const own = namedIn(await textOf(join(directory, file)))
      .map((name) => join(dirname(file!), name)).filter((name) => known.has(name));
    namedBy.set(file, own);
    waiting.push(...own);
  }
  const all = [...namedBy.keys()].map((file) => [file, reachable(file, namedBy)] as const);
  return Object.fromEntries(all.filter(([, names]) => names.length > 0));
}

/** The files that a list names by its options. */
export function namedIn(text: string): string[] {
  const option = /^\s*(?:-r|-c|--requirement|--constraint)[ \t=]*([^\s#]+)/gm;
  return [...text.matchAll(option)].map(([, name]) => name);
}

function reachable(file: string, namedBy: ReadonlyMap<string, readonly string[]>): string[] {
  const found = new Set<string>([file]);
  for (const each of found) for (const name of namedBy.get(each) ?? []) found.add(name);
  found.delete(file);
  return [...found].sort();
}

async function textOf(path: string): Promise<string> {
  const { isFile, size } = await Deno.stat(path);
  return isFile && size <= largest ? await Deno.readTextFile(path) : "";
}
