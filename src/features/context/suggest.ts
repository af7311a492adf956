import { parseIgnoreFile } from "../../lib/ignore/file.ts";
import { type DirectoryMatches, IgnoreMatcher } from "../../lib/ignore/matcher.ts";
import type { ContextEntry } from "./entry.ts";

/** An ignore line that is worth adding. */
export interface Suggestion {
  line: string;
  why: string;
  /** Files that would no longer be sent, and their bytes. */
  files: number;
  bytes: number;
}

/** What programs can make again, or what no image needs; never what may be somebody's work. */
const candidates: readonly [line: string, why: string][] = [
  ["**/.git", "history of the repository"],
  ["**/.hg", "history of the repository"],
  ["**/.svn", "history of the repository"],
  ["**/node_modules", "installed packages; install them in the image"],
  ["**/.venv", "Python environment of this machine"],
  ["**/venv", "Python environment of this machine"],
  ["**/__pycache__", "compiled Python"],
  ["**/*.pyc", "compiled Python"],
  ["**/.mypy_cache", "cache of a type checker"],
  ["**/.pytest_cache", "cache of a test run"],
  ["**/.ruff_cache", "cache of a linter"],
  ["**/.tox", "environments of test runs"],
  ["**/.nox", "environments of test runs"],
  ["**/.ipynb_checkpoints", "checkpoints of notebooks"],
  ["**/*.egg-info", "metadata of an editable installation"],
  ["**/.terraform", "downloaded providers"],
  ["**/.DS_Store", "left by the Finder"],
  ["**/.idea", "settings of an editor"],
  ["**/.vscode", "settings of an editor"],
];

/** The lines that would shrink the context, those that save most first. */
export function suggestLines(entries: readonly ContextEntry[]): Suggestion[] {
  const text = candidates.map(([line]) => line).join("\n");
  const lines = parseIgnoreFile(new TextEncoder().encode(text), "suggestions");
  const matchers = lines.map((line) => new IgnoreMatcher([line], "suggestions"));
  const found = matchers.map((matcher, index) => {
    const [line, why] = candidates[index];
    return { line, why, ...measure(matcher, entries) };
  });
  return found.filter(({ files }) => files > 0).sort((a, b) => b.bytes - a.bytes);
}

function measure(matcher: IgnoreMatcher, entries: readonly ContextEntry[]) {
  const directories = new Map<string, DirectoryMatches>();
  let [files, bytes] = [0, 0];
  for (const { name, type, size } of entries) {
    const parent = directories.get(name.slice(0, Math.max(0, name.lastIndexOf("/"))));
    const own = type === "directory" ? matcher.directoryMatches() : undefined;
    const ignored = matcher.matches(name, parent, own);
    if (own !== undefined) directories.set(name, own);
    else if (ignored) {
      files++;
      bytes += size;
    }
  }
  return { files, bytes };
}
