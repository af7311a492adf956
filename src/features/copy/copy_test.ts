import assert from "node:assert/strict";
import { Failure } from "../../lib/failure.ts";
import { parseCopyEnd, planCopy } from "./argument.ts";
import { placeCopy, renameTop } from "./placement.ts";

const ends: ReadonlyArray<readonly [text: string, end: ReturnType<typeof parseCopyEnd>]> = [
  ["-", { kind: "stream" }],
  ["a:/b", { kind: "container", container: "a", path: "/b" }],
  ["a:b:c", { kind: "container", container: "a", path: "b:c" }],
  ["./a:b", { kind: "local", path: "./a:b" }],
  ["../a:b", { kind: "local", path: "../a:b" }],
  ["/a:b", { kind: "local", path: "/a:b" }],
  ["file", { kind: "local", path: "file" }],
  [":/x", { kind: "local", path: ":/x" }],
];

Deno.test("parseCopyEnd() tells containers, local paths and streams apart", () => {
  for (const [text, end] of ends) assert.deepEqual(parseCopyEnd(text), end, text);
});

Deno.test("planCopy() refuses anything but one end in a container", () => {
  for (const [from, to] of [["a", "b"], ["a:/x", "b:/y"], ["-", "-"], ["a:", "b"], ["", "a:/x"]]) {
    assert.throws(() => planCopy(from, to), { exitCode: 2 }, `${from} ${to}`);
  }
});

const file = { named: "f", base: "f", isDirectory: false, contentsOnly: false };
const directory = { named: "d", base: "d", isDirectory: true, contentsOnly: false };
const contents = { ...directory, contentsOnly: true };
const missing = { exists: false, isDirectory: false };
const aFile = { exists: true, isDirectory: false };
const aDirectory = { exists: true, isDirectory: true };

const placed = [
  [file, "/t", aDirectory, "/t", "f"],
  [file, "/t/", aDirectory, "/t", "f"],
  [file, "/t", aFile, "/", "t"],
  [file, "/x/t", missing, "/x", "t"],
  [directory, "/t", aDirectory, "/t", "d"],
  [directory, "/x/t", missing, "/x", "t"],
  [directory, "/x/t/", missing, "/x", "t"],
  [contents, "/t", aDirectory, "/t", "."],
  [contents, "/x/t", missing, "/x", "t"],
] as const;

Deno.test("placeCopy() goes into a directory that exists, else to the name", () => {
  for (const [source, path, target, into, name] of placed) {
    const placement = placeCopy(source, { named: path, path, ...target });
    assert.deepEqual(placement, { directory: into, name }, `${source.base} to ${path}`);
  }
});

Deno.test("placeCopy() refuses a directory over a file, and a file into no directory", () => {
  for (
    const [source, path, target] of [
      [directory, "/t", aFile],
      [contents, "/t", aFile],
      [file, "/t/", missing],
    ] as const
  ) {
    assert.throws(() => placeCopy(source, { named: path, path, ...target }), Failure);
  }
});

Deno.test("renameTop() puts one name in place of the archive's top", () => {
  for (
    const [name, from, to, renamed] of [
      ["a", "a", "b", "b"],
      ["a/x/y", "a", "b", "b/x/y"],
      ["a/x", "a", ".", "x"],
      ["a", "a", ".", "."],
      ["./x", ".", "b", "b/x"],
      ["./", ".", ".", "."],
      ["/x", ".", ".", "x"],
    ]
  ) assert.equal(renameTop(name, from, to), renamed, `${name} ${from} ${to}`);
});
