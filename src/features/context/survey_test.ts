import assert from "node:assert/strict";
import { parseIgnoreFile } from "../../lib/ignore/file.ts";
import { disagreement } from "./disagreement.ts";
import type { BuildContext, ContextEntry } from "./entry.ts";
import { explainPath } from "./explain.ts";
import { largestPaths } from "./largest.ts";
import { suggestLines } from "./suggest.ts";

/** Entries from `path size`; a path that ends in a slash is a directory. */
function entries(...lines: string[]): ContextEntry[] {
  return lines.map((line) => {
    const [path, size = "0"] = line.split(" ");
    const type = path.endsWith("/") ? "directory" : "file";
    const name = path.replace(/\/$/, "");
    return { name, type, mode: 0o644, size: Number(size), mtime: 0, mtimeMs: 0 };
  });
}

function context(list: ContextEntry[], ignore = ""): BuildContext {
  return {
    directory: "/c",
    dockerfile: "Dockerfile",
    dockerfilePath: "/c/Dockerfile",
    entries: list,
    bytes: 0,
    ignoreFile: ".dockerignore",
    patterns: parseIgnoreFile(new TextEncoder().encode(ignore), ".dockerignore"),
    notices: [],
    injected: undefined,
  };
}

Deno.test("largestPaths() adds directories up and keeps the paths a tree", () => {
  const list = entries("a/", "a-b 5", "a/big 90", "a/deep/", "a/deep/x 60", "c/", "c/y 20", "z 1");
  assert.deepEqual(largestPaths(list, 5).map(({ path, bytes }) => [path, bytes]), [
    ["a", 150],
    ["a/big", 90],
    ["a/deep", 60],
    ["a/deep/x", 60],
    ["c", 20],
  ]);
});

Deno.test("largestPaths() lists a directory's contents before its longer namesakes", () => {
  const list = entries("a/x 3", "a-b 4");
  assert.deepEqual(largestPaths(list, 9).map(({ path }) => path), ["a", "a/x", "a-b"]);
});

Deno.test("suggestLines() counts what each line would save, the largest first", () => {
  const list = entries(
    ".git/",
    ".git/a 10",
    "m/",
    "m/x.pyc 5",
    "m/node_modules/",
    "m/node_modules/y 70",
  );
  assert.deepEqual(suggestLines(list).map(({ line, files, bytes }) => [line, files, bytes]), [
    ["**/node_modules", 1, 70],
    ["**/.git", 1, 10],
    ["**/*.pyc", 1, 5],
  ]);
});

Deno.test("explainPath() tells a line, a directory that is not searched, and nothing", () => {
  const opened = context([], "a\n!**/keep");
  const told = (path: string, rules: "classic" | "buildkit") => {
    const { ignored, line, directory } = explainPath(opened, rules, path);
    return [ignored, line, directory];
  };
  assert.deepEqual(told("a/keep", "classic"), [true, 1, "a"]);
  assert.deepEqual(told("a/keep", "buildkit"), [false, 2, undefined]);
  assert.deepEqual(told("b", "classic"), [false, undefined, undefined]);
});

Deno.test("disagreement() compares files, leaving out what each builder gets anyway", () => {
  const classic = context(entries("Dockerfile", "a", "d/"));
  const buildkit = context(entries("a", "d/", "d/x"));
  assert.deepEqual(disagreement(classic, buildkit), { classicOnly: [], buildkitOnly: ["d/x"] });
});
