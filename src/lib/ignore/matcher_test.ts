import assert from "node:assert/strict";
import { Failure } from "../failure.ts";
import { parseIgnoreFile } from "./file.ts";
import { type DirectoryMatches, IgnoreMatcher } from "./matcher.ts";

function matcher(...lines: string[]): IgnoreMatcher {
  const content = new TextEncoder().encode(lines.join("\n"));
  return new IgnoreMatcher(parseIgnoreFile(content, ".dockerignore"), ".dockerignore");
}

/** Walks down to `path` as a walk of the context would. */
function ignores(rules: IgnoreMatcher, path: string): boolean {
  const segments = path.split("/");
  let parent: DirectoryMatches | undefined;
  let ignored = false;
  for (let depth = 1; depth <= segments.length; depth++) {
    const own = rules.directoryMatches();
    ignored = rules.matches(segments.slice(0, depth).join("/"), parent, own);
    parent = own;
  }
  return ignored;
}

const single: [pattern: string, ignored: string[], kept: string[]][] = [
  ["foo", ["foo", "foo/a/b"], ["a/foo", "foobar", "Foo"]],
  ["*", ["a", "a/b", ".x"], []],
  ["*/foo", ["a/foo", "a/foo/x"], ["foo", "a/b/foo"]],
  ["**/*.txt", ["f.txt", "a/b/f.txt"], ["f.txtx"]],
  ["a/*.txt", ["a/f.txt"], ["a/b/f.txt", "f.txt"]],
  ["abc/**", ["abc/x", "abc/x/y"], ["abc", "abcd"]],
  ["a**", ["a", "ab", "a/x"], ["b"]],
  ["**/", ["x", "x/y"], []],
  ["**/foo", ["foo", "a/foo", "a/b/foo"], ["xfoo"]],
  ["**foo", ["foo", "x/barfoo"], ["foox"]],
  ["a[^b-d]e", ["aze", "a/e/x"], ["ace", "axxe"]],
  ["a[!b]e", ["a!e", "abe"], ["aze"]],
  ["foo/../bar", ["bar"], ["foo"]],
  ["f?o", ["foo", "f😀o"], ["f/o", "fo"]],
  ["a.b+c", ["a.b+c"], ["axb+c"]],
  ["*.b+c", ["x.b+c"], ["xab+c", "x.bbc"]],
  ["a\\*b", ["a*b"], ["axb"]],
  ["[[:digit:]]x", ["1x"], ["ax", ":x"]],
  ["\\d\\w", ["1a"], ["dw"]],
  ["*\n*", ["a"], []],
  [".", [], ["a"]],
  ["/", [], ["a"]],
  ["a/**/z", ["a/z", "a/b/z", "a/b/c/z"], ["az", "a/bz"]],
];

for (const [pattern, ignored, kept] of single) {
  Deno.test(`${JSON.stringify(pattern)} matches as docker matches it`, () => {
    const rules = matcher(pattern);
    for (const path of ignored) assert.equal(ignores(rules, path), true, path);
    for (const path of kept) assert.equal(ignores(rules, path), false, path);
  });
}

Deno.test("the last pattern that matches wins", () => {
  assert.equal(ignores(matcher("docs", "!docs/README.md"), "docs/README.md"), false);
  assert.equal(ignores(matcher("!docs/README.md", "docs"), "docs/README.md"), true);
  assert.equal(ignores(matcher("**", "!util/web"), "util/web/foo"), false);
  assert.equal(ignores(matcher("**", "!util/web"), "util/other"), true);
});

Deno.test("an ignored directory is entered for exceptions by each builder's own rule", () => {
  const literal = matcher("a", "!a/b/c");
  assert.deepEqual([literal.classicEnters("a"), literal.buildkitEnters("a")], [true, true]);
  assert.deepEqual([literal.classicEnters("ab"), literal.buildkitEnters("ab")], [false, false]);
  const wildcard = matcher("a", "!**/keep");
  assert.deepEqual([wildcard.classicEnters("a"), wildcard.buildkitEnters("a")], [false, true]);
  const trailing = matcher("a", "!b/**");
  assert.deepEqual([trailing.classicEnters("b"), trailing.buildkitEnters("a")], [true, false]);
});

Deno.test("explain() names the line that decided, and where the walk stopped", () => {
  const rules = matcher("# none", "a", "!a/keep", "*.log");
  const explain = (path: string) => {
    const { ignored, pattern, prunedAt } = rules.explain(path, "classic");
    return [ignored, pattern?.line, prunedAt];
  };
  assert.deepEqual(explain("a/x"), [true, 2, undefined]);
  assert.deepEqual(explain("a/keep"), [false, 3, undefined]);
  assert.deepEqual(explain("a/keep/deep"), [false, 3, undefined]);
  assert.deepEqual(explain("a/other/deep"), [true, 2, undefined]);
  assert.deepEqual(explain("x.log"), [true, 4, undefined]);
  assert.deepEqual(explain("a/x.log"), [true, 2, undefined]);
  assert.deepEqual(explain("b"), [false, undefined, undefined]);
});

Deno.test("a pattern that Go refuses at once is a Failure naming its line", () => {
  for (const pattern of ["[", "x[", ".[", "a\\", "[]a]", "[a-]", "[-a]"]) {
    assert.throws(() => matcher("ok", pattern), /line 2 of \.dockerignore/, pattern);
  }
});

Deno.test("a pattern that Go refuses later is a Failure once it is tried", () => {
  for (const pattern of ["a*[", "[z-a]", "\\é", "*\\1", "\\pX", "a*[[:no:]]"]) {
    const rules = matcher(pattern);
    assert.throws(() => ignores(rules, "x"), Failure, pattern);
    assert.equal(ignores(matcher("!" + pattern), "x"), false, pattern);
  }
});

Deno.test("matchesAlone() looks at the parent of the pattern's own depth only", () => {
  assert.equal(matcher("a").matchesAlone("a/b/Dockerfile"), true);
  assert.equal(matcher("*/b").matchesAlone("a/b/Dockerfile"), true);
  assert.equal(matcher("**b").matchesAlone("a/b/Dockerfile"), false);
});
