import assert from "node:assert/strict";
import { compareListings, type ListingEntry, parseEntry, readFiles } from "./file_listing.ts";

function parseListing(entries: readonly string[]) {
  return new Map(entries.map(parseEntry).filter((entry): entry is ListingEntry => !!entry));
}

const found = [
  "d 755 0:0 4096 10.5 10.5 10.5 1 /code",
  "f 644 0:0 12 10.5 9.0000 9.0 1 /code/a b",
  "l 777 0:0 3 10.5 10.5 10.5 1 /code/link",
  "f 4755 0:0 7 10.5 -1.5 10.5 1 /bin/su",
  "p 600 0:0 0 10.5 10.5 10.5 1 /code/new\nline",
];

Deno.test("parseEntry() reads what find prints", () => {
  const listing = parseListing(found);
  assert.deepEqual([...listing.keys()], [
    "/code",
    "/code/a b",
    "/code/link",
    "/bin/su",
    "/code/new\nline",
  ]);
  assert.deepEqual([...listing.values()].map(({ type }) => type), [
    "directory",
    "file",
    "link",
    "file",
    "other",
  ]);
  assert.equal(listing.get("/bin/su")?.mode, 0o4755);
});

Deno.test("parseEntry() reads what busybox's stat prints, whole lines only", () => {
  const listing = parseListing([
    "- 41ed 0:0 4096 10 10 10 1 /code",
    "- 81a4 1:2 12 10 9 9 1 /code/a",
    "rest of a name",
  ]);
  assert.deepEqual([...listing], [
    ["/code", {
      type: "directory",
      mode: 0o755,
      owner: "0:0",
      size: 4096,
      changed: "10",
      modified: "10",
      read: "10",
      inode: "1",
    }],
    ["/code/a", {
      type: "file",
      mode: 0o644,
      owner: "1:2",
      size: 12,
      changed: "10",
      modified: "9",
      read: "9",
      inode: "1",
    }],
  ]);
});

/** Name, the entry before, the entry after, what is told. */
const changes: [string, string, string, Record<string, unknown> | undefined][] = [
  ["a new file", "", "f 644 0:0 12 11 11 11 1 /x", { kind: "added", bytes: 12 }],
  ["a file that is gone", "f 644 0:0 12 11 11 11 1 /x", "", { kind: "removed", bytes: -12 }],
  [
    "new content",
    "f 644 0:0 12 11 11 11 1 /x",
    "f 644 0:0 20 12 12 11 1 /x",
    { kind: "modified", bytes: 8, attributesOnly: false },
  ],
  [
    "new content of the same size",
    "f 644 0:0 12 11 11 11 1 /x",
    "f 644 0:0 12 12 12 11 1 /x",
    { kind: "modified", bytes: 0, attributesOnly: false },
  ],
  [
    "another mode",
    "f 644 0:0 12 11 11 11 1 /x",
    "f 755 0:0 12 12 11 11 1 /x",
    { kind: "modified", attributesOnly: true },
  ],
  [
    "another mode and new content",
    "f 644 0:0 12 11 11 11 1 /x",
    "f 755 0:0 12 12 12 11 1 /x",
    { kind: "modified", attributesOnly: false },
  ],
  ["another owner", "d 755 0:0 1 1 1 1 1 /x", "d 755 5:5 1 2 1 1 1 /x", { attributesOnly: true }],
  ["a file read", "f 644 0:0 12 11 11 11 1 /x", "f 644 0:0 12 11 11 99 1 /x", undefined],
  [
    "a directory that something came into",
    "d 755 0:0 1 1 1 1 1 /x",
    "d 755 0:0 9 2 2 2 1 /x",
    undefined,
  ],
];

for (const [name, before, after, want] of changes) {
  Deno.test(`compareListings() ${want ? "tells of" : "takes no notice of"} ${name}`, () => {
    const [change, ...rest] = compareListings(parseListing([before]), parseListing([after]));
    assert.deepEqual(rest, []);
    if (!want) return assert.equal(change, undefined);
    assert.deepEqual({ ...change, ...want }, change);
  });
}

Deno.test("readFiles() tells which files below a directory were read", () => {
  const before = parseListing([
    "f 644 0:0 1 1 1 1 1 /code/a",
    "f 644 0:0 1 1 1 1 1 /code/b",
    "f 644 0:0 1 1 1 1 1 /codex",
  ]);
  const after = parseListing([
    "f 644 0:0 1 1 1 7 1 /code/a",
    "f 644 0:0 1 1 1 1 1 /code/b",
    "f 644 0:0 1 1 1 7 1 /codex",
    "f 644 0:0 1 1 1 7 1 /code/new",
  ]);
  assert.deepEqual(readFiles(before, after, "/code"), ["a"]);
});

Deno.test("readFiles() takes for read what has a copy of its size and name", () => {
  const before = parseListing([
    "f 644 0:0 5 1 1 1 1 /code/lib/a.sh",
    "f 644 0:0 6 1 1 1 2 /code/app.conf.example",
    "f 644 0:0 7 1 1 1 3 /code/other",
    "f 644 0:0 5 1 1 1 4 /code/a.shell",
    "f 644 0:0 8 1 1 1 5 /code/old",
    "f 644 0:0 8 1 1 1 6 /srv/old",
  ]);
  const after = new Map([
    ...before,
    ...parseListing([
      "f 755 0:0 5 9 9 9 7 /usr/lib/a.sh",
      "f 644 0:0 6 9 9 9 8 /code/app.conf",
      "f 644 0:0 4 9 9 9 9 /srv/other",
    ]),
  ]);
  assert.deepEqual(readFiles(before, after, "/code"), ["app.conf.example", "lib/a.sh"]);
});
