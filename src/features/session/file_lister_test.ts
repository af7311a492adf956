import assert from "node:assert/strict";
import { type FileListing, type ListingEntry, parseEntry } from "./file_listing.ts";
import { updateListing } from "./file_lister.ts";

const before = listing("d 1 /", "d 2 /a", "f 3 /a/one", "d 4 /a/sub", "f 5 /a/sub/deep", "d 6 /b");

/** What the driver tells, and the paths known afterwards; undefined where all is to be told anew. */
const updates: [name: string, told: string[], paths: string | undefined][] = [
  ["nothing changed", ["d 1 /"], "/ /a /a/one /a/sub /a/sub/deep /b"],
  ["a changed file", ["d 1 /", "f 3 /a/one"], "/ /a /a/one /a/sub /a/sub/deep /b"],
  [
    "a new file",
    ["d 1 /", "d 6 /b", "f 9 /b/new", ">f 9 /b/new"],
    "/ /a /a/one /a/sub /a/sub/deep /b /b/new",
  ],
  ["a removed file", ["d 1 /", "d 2 /a", ">d 4 /a/sub"], "/ /a /a/sub /a/sub/deep /b"],
  ["a removed folder", ["d 1 /", "d 2 /a", ">f 3 /a/one"], "/ /a /a/one /b"],
  ["an emptied folder", ["d 1 /", "d 4 /a/sub"], "/ /a /a/one /a/sub /b"],
  ["all of the root's gone", ["d 1 /", "d 6 /b", ">d 6 /b"], "/ /b"],
  [
    "a folder that has become a file",
    ["d 1 /", "d 2 /a", "f 9 /a/sub", ">f 3 /a/one", ">f 9 /a/sub"],
    "/ /a /a/one /a/sub /b",
  ],
  ["a folder moved in", ["d 1 /", "d 6 /b", ">d 4 /b/sub"], undefined],
  ["a folder moved in, changed since", [
    "d 1 /",
    "d 6 /b",
    "d 7 /b/sub",
    ">d 7 /b/sub",
    ">d 8 /b/sub/x",
  ], undefined],
  [
    "another folder in a folder's place",
    ["d 1 /", "d 2 /a", ">f 3 /a/one", ">d 9 /a/sub"],
    undefined,
  ],
  ["a changed other folder in its place", ["d 1 /", "d 9 /a/sub"], undefined],
  ["a file that came while find was at work", ["d 1 /", "d 6 /b", ">f 9 /b/new"], undefined],
  ["no answer", [], undefined],
  ["a broken answer", ["d 1 /", "what"], undefined],
];

for (const [name, told, paths] of updates) {
  Deno.test(`updateListing() takes in ${name}`, () => {
    const fields = told.map((text) => text.startsWith(">") ? text : entry(text));
    const after = updateListing(before, fields);
    assert.equal(after && [...after.keys()].sort().join(" "), paths);
  });
}

Deno.test("updateListing() gives the same listing when nothing has changed", () => {
  assert.equal(updateListing(before, [entry("d 1 /")]), before);
  assert.notEqual(updateListing(before, [entry("d 1 /"), entry("f 3 /b/x")]), before);
});

/** `TYPE INODE PATH` as the driver tells it. */
function entry(text: string): string {
  const [, type, inode, path] = /^(\S) (\d+) (.*)$/.exec(text) ?? [];
  return type ? `${type} 644 0:0 1 1.5 1.5 1.5 ${inode} ${path}` : text;
}

function listing(...texts: string[]): FileListing {
  return new Map(texts.map((text) => parseEntry(entry(text)) as ListingEntry));
}
