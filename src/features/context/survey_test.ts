import assert from "node:assert/strict";
import { parseIgnoreFile } from "../../lib/ignore/file.ts";
import { disagreement, isSameForClassic } from "./disagreement.ts";
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

Deno.test("suggestLines() counts nothing twice, and what has other names not before the last", () => {
  const list = entries(
    "a/",
    "a/store 30",
    "env/",
    "env/__pycache__/",
    "env/__pycache__/x.pyc 5",
    "env/pyvenv.cfg 9",
    "lib/",
    "lib/__pycache__/",
    "lib/__pycache__/y.pyc 2",
    "node_modules/",
    "node_modules/p 0",
  );
  Object.assign(list.at(-1)!, { type: "hardlink", linkName: "a/store", linkedSize: 30 });
  assert.deepEqual(suggestLines(list).map(({ line, files, bytes }) => [line, files, bytes]), [
    ["**/env", 2, 14],
    ["**/__pycache__", 1, 2],
    ["**/node_modules", 1, 0],
  ]);
});

Deno.test("suggestLines() knows caches and environments by what is in them, not by their names", () => {
  const marked = entries("target/", "target/CACHEDIR.TAG 9", "x/", "x/target/", "x/target/c 5");
  assert.deepEqual(suggestLines(marked).map(({ line }) => line), ["target"]);
  assert.deepEqual(suggestLines(entries("venv/", "venv/own.py 5")), []);
});

Deno.test("suggestLines() knows behind which exceptions a line has no say", () => {
  const list = entries(
    "node_modules/",
    "node_modules/keep 5",
    "x/",
    "x/node_modules/",
    "x/node_modules/y 2",
  );
  const { patterns } = context([], "/node_modules\n!**/keep");
  const bytes = (rules: "classic" | "buildkit") =>
    suggestLines(list, { patterns, rules }).map((found) => [found.line, found.bytes]);
  assert.deepEqual(bytes("buildkit"), [["**/node_modules", 2]]);
  assert.deepEqual(bytes("classic"), [["**/node_modules", 7]]);
});

Deno.test("suggestLines() takes nothing away that the Dockerfile names", () => {
  const list = entries(".git/", ".git/HEAD 10", "node_modules/", "node_modules/x 5");
  const lines = (...needed: string[]) => suggestLines(list, { needed }).map(({ line }) => line);
  assert.deepEqual(lines(".git/HEAD"), ["**/node_modules"]);
  assert.deepEqual(lines("node_modules", "src"), ["**/.git"]);
});

Deno.test("explainPath() names the last line that fits, also where another had said so", () => {
  const opened = context([], "a\n**/a/**\nb\n!c\n!b\n!d");
  const line = (path: string) => explainPath(opened, "buildkit", path).line;
  assert.deepEqual(["a/x", "a", "b", "c", "e"].map(line), [2, 1, 5, 4, undefined]);
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

Deno.test("isSameForClassic() holds without exceptions, where one ignore file counts for both", () => {
  assert.ok(isSameForClassic(context([], "a\n**/b")));
  assert.ok(!isSameForClassic(context([], "a\n!a/b")));
  assert.ok(!isSameForClassic({ ...context([], "a"), ignoreFile: "Dockerfile.dockerignore" }));
});
