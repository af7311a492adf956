import { dirname, isWithin, join } from "../../lib/path.ts";
import { foldersNamedIn, membersOf, workspaceFile } from "./workspace_members.ts";

/** Names of files that list packages: `requirements.txt`, `requirements/dev.in`, `deps.txt`. */
export const listName =
  /(^|\/)requirements\/[^/]*\.(txt|in)$|(require|constraint|reqs|deps|dependenc)[^/]*\.(txt|in)$/i;

/** More than anybody lists by hand. */
const largest = 256 * 1024;

/** Files of the project that each list of packages names, and those in turn; relative paths. */
export type IncludedLists = Readonly<Record<string, readonly string[]>>;

/**
 * Reads which further files a package manager reads with a list: `-r base.txt`, `./wheels/x.whl` of
 * pip's; the packages of npm's workspaces; folders that composer or a Python project depends on.
 *
 * @param directory of the project, absolute
 * @param files of the project, relative paths
 */
export async function includedLists(
  directory: string,
  files: readonly string[],
): Promise<IncludedLists> {
  const namedBy = new Map<string, string[]>();
  const waiting = files.filter((file) => listName.test(file) || workspaceFile.test(file));
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (namedBy.has(file)) continue;
    const own = await namedBySelf(file, await textOf(join(directory, file)), files);
    namedBy.set(file, own);
    waiting.push(...own.filter((name) => /\.(txt|in)$/.test(name) || workspaceFile.test(name)));
  }
  const all = [...namedBy.keys()].map((file) => [file, reachable(file, namedBy)] as const);
  return Object.fromEntries(all.filter(([, names]) => names.length > 0));
}

/** The files and folders that a list of pip's names: by options, or as what is to be installed. */
export function namedIn(text: string): string[] {
  const option =
    /^\s*(?:(?:-[rcef]|--(?:requirement|constraint|editable|find-links))[ \t=]*|(?=\.{0,2}[\w.-]*\/|[\w.-]+\.(?:whl|tar\.gz|zip)(?:\s|$)))([^\s#;]+)/gm;
  return [...text.matchAll(option)].map(([, name]) => name.replace(/\[[\w,.-]*\]$/, ""));
}

/** Project files that one file names, those of a folder included. */
async function namedBySelf(
  file: string,
  text: string,
  files: readonly string[],
): Promise<string[]> {
  const folder = dirname(file);
  const below = (names: readonly string[]) => {
    const paths = names.filter((name) => !name.includes("://")).map((name) => join(folder, name));
    return files.filter((each) =>
      each !== file && paths.some((path) => path === "." || isWithin(path, each))
    );
  };
  if (!workspaceFile.test(file)) return below(namedIn(text));
  const { workspaces, folders } = await foldersNamedIn(file, text);
  return [...membersOf(folder, workspaces, files), ...below(folders)];
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
