import assert from "node:assert/strict";
import { basename, dirname, isWithin, join, normalize, relative, resolve } from "./path.ts";

const normalized: [string, string][] = [
  ["", "."],
  ["/", "/"],
  ["//a//b/", "/a/b"],
  ["a/./b/../c", "a/c"],
  ["../a", "../a"],
  ["a/../..", ".."],
  ["/../a", "/a"],
];

for (const [path, expected] of normalized) {
  Deno.test(`normalize(${JSON.stringify(path)}) is ${expected}`, () => {
    assert.equal(normalize(path), expected);
  });
}

Deno.test("join() skips empty parts", () => assert.equal(join("", "a", "", "../b"), "b"));

Deno.test("resolve() keeps an absolute path and bases a relative one", () => {
  assert.equal(resolve("/w/x", "/etc/../tmp"), "/tmp");
  assert.equal(resolve("/w/x", "../y"), "/w/y");
});

Deno.test("dirname() and basename() split at the last segment", () => {
  const cases = [["/a/b/", "/a", "b"], ["/a", "/", "a"], ["a", ".", "a"], ["/", "/", ""]] as const;
  for (const [path, directory, name] of cases) {
    assert.deepEqual([dirname(path), basename(path)], [directory, name], path);
  }
});

Deno.test("relative() walks up and down", () => {
  const cases = [["/a/b", "/a/c/d", "../c/d"], ["/a", "/a", "."], ["/", "/x", "x"]] as const;
  for (const [from, to, expected] of cases) assert.equal(relative(from, to), expected);
});

Deno.test("isWithin() does not take a longer name for a child", () => {
  assert.equal(isWithin("/a/b", "/a/bc"), false);
  assert.equal(isWithin("/a/b", "/a/b/c"), true);
  assert.equal(isWithin("/", "/a"), true);
});
