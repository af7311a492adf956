import { compilePattern } from "../../lib/ignore/pattern.ts";
import { normalize } from "../../lib/path.ts";
import { type InstructionLine, instructionLines } from "./dockerfile_lines.ts";

/** What one COPY or ADD takes from the context. */
interface Copy {
  sources: string[];
  /** Patterns of what it leaves out, seen from each source. */
  excluded: string[];
}

type PathTest = (path: string) => boolean;

/**
 * Whether a path of the context is taken in by a COPY or ADD of the Dockerfile: named itself, or
 * below a directory that is, and not left out by `--exclude`. A source that holds a variable
 * counts as everything.
 */
export function copiedPaths(dockerfile: string): PathTest {
  const tests = instructionLines(dockerfile).flatMap(copyOf).flatMap(({ sources, excluded }) => {
    const isExcluded = excluded.map(fits);
    return sources.map((source) => sourceTest(source, isExcluded));
  });
  return (path) => tests.some((test) => test(path));
}

/**
 * The paths that COPY and ADD name: not the whole context, and of a path with wildcards or
 * variables the folder that they are looked for in.
 */
export function namedSources(dockerfile: string): string[] {
  return instructionLines(dockerfile).flatMap(copyOf).flatMap(({ sources }) => sources)
    .map((source) => {
      const segments = fromRoot(source).split("/");
      const open = segments.findIndex((segment) => /[*?[\\$]/.test(segment));
      return segments.slice(0, open < 0 ? undefined : open).join("/");
    })
    .filter((path) => path !== "");
}

function copyOf({ keyword, text }: InstructionLine): Copy[] {
  if (keyword !== "COPY" && keyword !== "ADD") return [];
  const words = text.split("\n", 1)[0].replace(/^\s*\S+\s+/, "");
  const flags = /^(?:--\S+\s+)*/.exec(words)![0];
  if (/(?:^|\s)--from=/.test(flags)) return [];
  const excluded = [...flags.matchAll(/(?:^|\s)--exclude=(\S+)/g)].map(([, pattern]) => pattern);
  return [{ sources: wordsOf(words.slice(flags.length)).slice(0, -1), excluded }];
}

function wordsOf(text: string): string[] {
  const plain = () => text.split(/\s+/).filter(Boolean).map((word) => word.replace(/["']/g, ""));
  if (!text.startsWith("[")) return plain();
  try {
    const words = JSON.parse(text);
    return Array.isArray(words) ? words.map(String) : [];
  } catch {
    return plain(); // Not the JSON form after all.
  }
}

function fromRoot(source: string): string {
  return normalize(`/${source}`).slice(1);
}

function sourceTest(source: string, isExcluded: readonly PathTest[]): PathTest {
  const path = fromRoot(source);
  const isAnything = path === "" || source.includes("$");
  const isSource = isAnything ? () => false : fits(path);
  return (path) => {
    const parents = pathsAbove(path);
    const at = isAnything ? 0 : parents.findIndex(isSource) + 1;
    if (at === 0 && !isAnything) return false;
    const within = path.split("/").slice(at).join("/");
    return !pathsAbove(within).some((part) => isExcluded.some((test) => test(part)));
  };
}

/** `a/b/c` as `a`, `a/b`, `a/b/c`. */
function pathsAbove(path: string): string[] {
  return path.split("/").map((_, index, all) => all.slice(0, index + 1).join("/"));
}

function fits(pattern: string): PathTest {
  return compilePattern(normalize(pattern)) ?? (() => false);
}
