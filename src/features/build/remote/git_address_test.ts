import assert from "node:assert/strict";
import { type GitContext, parseGitContext, withoutUser } from "./git_address.ts";

/** The first ten are docker's own: its documentation and its refusals agree with this table. */
const read: readonly [address: string, remote: string, ref?: string, subdirectory?: string][] = [
  ["https://h/x.git", "https://h/x.git"],
  ["https://h/x.git#tag", "https://h/x.git", "tag"],
  ["https://h/x.git#pull/42/head", "https://h/x.git", "pull/42/head"],
  ["https://h/x.git#:dir", "https://h/x.git", undefined, "dir"],
  ["https://h/x.git#main:dir/deep", "https://h/x.git", "main", "dir/deep"],
  ["http://h:8/x.git#main:", "http://h:8/x.git", "main"],
  ["git://h/x", "git://h/x"],
  ["git@h:a/x.git#v1:d", "git@h:a/x.git", "v1", "d"],
  ["github.com/a/x", "https://github.com/a/x"],
  ["github.com/a/x#v1:d", "https://github.com/a/x", "v1", "d"],
  ["ssh://git@h:22/x.git#v1", "ssh://git@h:22/x.git", "v1"],
  ["me@h.example:x.git", "me@h.example:x.git"],
  ["file:///srv/x.git#feature/a", "file:///srv/x.git", "feature/a"],
  ["https://u:p@h/x.git", "https://u:p@h/x.git"],
  ["https://h/x.git#a%2Fb:c%20d", "https://h/x.git", "a/b", "c d"],
  ["git@h:x.git#a%2Fb", "git@h:x.git", "a%2Fb"],
  ["https://h/x.git#main:/dir/", "https://h/x.git", "main", "dir"],
  ["https://h/x.git#main:a/../b", "https://h/x.git", "main", "b"],
  ["https://h/x.git#main:a:b", "https://h/x.git", "main", "a:b"],
];

Deno.test("parseGitContext() reads repositories, refs and subdirectories", () => {
  for (const [address, remote, ref, subdirectory = ""] of read) {
    const expected: GitContext = { remote, ref, subdirectory };
    assert.deepEqual(parseGitContext(address), expected, address);
  }
});

const none = [
  ".",
  "-",
  "x.git",
  "/srv/x.git",
  "https://h/x.tar.gz",
  "https://h/x.git/",
  "https://h/x.git#",
  "https://h/x.git?q",
  "github.community/x",
  "dir/a@b:c",
  "HTTPS://h/x.git",
];

Deno.test("parseGitContext() takes nothing else for a repository", () => {
  for (const address of none) assert.equal(parseGitContext(address), undefined, address);
});

const refused = [
  "https://h/x.git#--upload-pack=x",
  "https://h/x.git#main:..",
  "https://h/x.git#main:a/../../b",
  "https://h/x.git#main:/..",
  "git@h:x.git#:../b",
  "https://h/x.git#%zz",
];

Deno.test("parseGitContext() refuses refs like flags and ways out of the repository", () => {
  for (const address of refused) {
    assert.throws(() => parseGitContext(address), { exitCode: 2 }, address);
  }
});

Deno.test("withoutUser() leaves out the user and the password alone", () => {
  const shown: [string, string][] = [
    ["https://u:p@h/x.git#a", "https://h/x.git#a"],
    ["https://u:p@ss@h/x", "https://h/x"],
    ["https://h/x@y", "https://h/x@y"],
    ["git@h:x.git", "git@h:x.git"],
  ];
  for (const [address, expected] of shown) assert.equal(withoutUser(address), expected);
});
