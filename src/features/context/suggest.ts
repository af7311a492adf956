import { ignoreLine, type IgnorePattern, parseIgnoreFile } from "../../lib/ignore/file.ts";
import { type DirectoryMatches, IgnoreMatcher } from "../../lib/ignore/matcher.ts";
import { basename } from "../../lib/path.ts";
import type { ContextEntry, ContextRules } from "./entry.ts";

/** An ignore line that is worth adding. */
export interface Suggestion {
  line: string;
  why: string;
  /** Files that would no longer be sent, and their bytes: beyond those of the lines before it. */
  files: number;
  bytes: number;
}

type Candidate = readonly [line: string, why: string];

/** What programs can make again, or what no image needs; never what may be somebody's work. */
const candidates: readonly Candidate[] = [
  ["**/.git", "history of the repository"],
  ["**/.hg", "history of the repository"],
  ["**/.svn", "history of the repository"],
  ["**/node_modules", "installed packages; install them in the image"],
  ["**/.venv", "Python environment of this machine"],
  ["**/__pycache__", "compiled Python"],
  ["**/*.pyc", "compiled Python"],
  ["**/.mypy_cache", "cache of a type checker"],
  ["**/.pytest_cache", "cache of a test run"],
  ["**/.hypothesis", "cache of a test run"],
  ["**/.ruff_cache", "cache of a linter"],
  ["**/.tox", "environments of test runs"],
  ["**/.nox", "environments of test runs"],
  ["**/.eggs", "downloads of a build"],
  ["**/.ipynb_checkpoints", "checkpoints of notebooks"],
  ["**/*.egg-info", "metadata of an editable installation"],
  ["**/.terraform", "downloaded providers"],
  ["**/.gradle", "cache of a build"],
  ["**/.turbo", "cache of a build"],
  ["**/.parcel-cache", "cache of a build"],
  ["**/.direnv", "environments of this machine"],
  ["**/.DS_Store", "left by the Finder"],
  ["**/.Rproj.user", "settings of an editor"],
  ["**/.idea", "settings of an editor"],
  ["**/.vscode", "settings of an editor"],
];

/** A file by which a folder of any name tells what it is, and what that is. */
const marks: Readonly<Record<string, string>> = {
  "pyvenv.cfg": "Python environment of this machine",
  "CACHEDIR.TAG": "says of itself that it is a cache",
};

/** What surrounds the entries of a context. */
export interface SuggestOptions {
  /** Paths that the Dockerfile copies by their name: no line takes them away. */
  needed?: readonly string[];
  /** The lines that there are: behind some exceptions a further line has no say. */
  patterns?: readonly IgnorePattern[];
  rules?: ContextRules;
}

/**
 * The lines that would shrink the context, those that save most first. Each counts what the lines
 * before it leave, so that all together save the sum.
 */
export function suggestLines(
  entries: readonly ContextEntry[],
  { needed = [], patterns = [], rules = "buildkit" }: SuggestOptions = {},
): Suggestion[] {
  const all = [...candidates, ...markedFolders(entries)];
  const text = all.map(([line]) => line).join("\n");
  const lines = parseIgnoreFile(new TextEncoder().encode(text), "suggestions");
  const open = lines.flatMap((pattern, index) => {
    const matcher = new IgnoreMatcher([pattern], "suggestions");
    if (needed.some((path) => isIgnored(matcher, path))) return [];
    const [line, why] = all[index];
    const paths = ignoredPaths(matcher, entries);
    const added = new IgnoreMatcher([...patterns, pattern], "suggestions");
    if (!added.hasExceptions) return [{ line, why, paths }];
    const isGone = (index: number) => added.explain(entries[index].name, rules).ignored;
    return [{ line, why, paths: paths.filter(isGone) }];
  }).filter(({ paths }) => paths.length > 0);
  return largestFirst(open, new Savings(entries));
}

/** Takes the line that saves most, then the one that saves most of the rest, and so on. */
function largestFirst(
  open: { line: string; why: string; paths: readonly number[] }[],
  savings: Savings,
): Suggestion[] {
  const found: Suggestion[] = [];
  for (let rest = open; rest.length > 0;) {
    const measured = rest.map((each) => ({ ...each, ...savings.of(each.paths) }))
      .filter(({ files }) => files > 0)
      .sort((a, b) => b.bytes - a.bytes || b.files - a.files);
    const [best, ...others] = measured;
    if (!best) break;
    const { line, why, paths, files, bytes } = best;
    found.push({ line, why, files, bytes });
    savings.take(paths);
    rest = others;
  }
  return found;
}

/** What is saved by leaving out paths, by their index, beside those that are left out already. */
class Savings {
  readonly #taken = new Set<number>();
  /** For each name of a file with several, all of them: its bytes travel until none is left. */
  readonly #names = new Map<number, number[]>();

  constructor(readonly entries: readonly ContextEntry[]) {
    const first = new Map<string, number>();
    for (const [index, { type, name, linkName }] of entries.entries()) {
      if (type === "file") first.set(name, index);
      const other = type === "hardlink" ? first.get(linkName!) : undefined;
      if (other === undefined) continue;
      const names = this.#names.get(other) ?? [other];
      names.push(index);
      for (const each of names) this.#names.set(each, names);
    }
  }

  of(paths: readonly number[]): { files: number; bytes: number } {
    const gone = new Set(paths.filter((index) => !this.#taken.has(index)));
    let bytes = 0;
    for (const index of gone) {
      const names = this.#names.get(index);
      if (!names) bytes += this.entries[index].size;
      else if (names.every((each) => gone.has(each) || this.#taken.has(each))) {
        const last = names.findLast((each) => gone.has(each));
        if (last === index) bytes += this.entries[names[0]].size;
      }
    }
    return { files: gone.size, bytes };
  }

  take(paths: readonly number[]): void {
    for (const index of paths) this.#taken.add(index);
  }
}

/** The folders that tell what they are; by their name alone where all of that name are such. */
function markedFolders(entries: readonly ContextEntry[]): Candidate[] {
  const marked = new Map<string, string>();
  for (const { name } of entries) {
    const slash = name.lastIndexOf("/");
    const file = name.slice(slash + 1);
    if (slash > 0 && Object.hasOwn(marks, file)) marked.set(name.slice(0, slash), marks[file]);
  }
  if (marked.size === 0) return [];
  const others = new Set(
    entries.filter(({ name }) => !marked.has(name)).map(({ name }) => basename(name)),
  );
  const lines = new Map<string, string>();
  for (const [path, why] of marked) {
    const name = basename(path);
    lines.set(ignoreLine(others.has(name) ? path : `**/${name}`), why);
  }
  return [...lines].filter(([line]) => !candidates.some(([known]) => known === line));
}

function isIgnored(matcher: IgnoreMatcher, path: string): boolean {
  return path.split("/").some((_, index, all) =>
    matcher.matches(all.slice(0, index + 1).join("/"))
  );
}

/** The indexes of what is no directory and would be left out. */
function ignoredPaths(matcher: IgnoreMatcher, entries: readonly ContextEntry[]): number[] {
  const directories = new Map<string, DirectoryMatches>();
  const found: number[] = [];
  for (const [index, { name, type }] of entries.entries()) {
    const parent = directories.get(name.slice(0, Math.max(0, name.lastIndexOf("/"))));
    const own = type === "directory" ? matcher.directoryMatches() : undefined;
    const ignored = matcher.matches(name, parent, own);
    if (own !== undefined) directories.set(name, own);
    else if (ignored) found.push(index);
  }
  return found;
}
