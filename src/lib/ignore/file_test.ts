import assert from "node:assert/strict";
import { Failure } from "../failure.ts";
import { ignoreLine, keepPattern, parseIgnoreFile, parseSentPattern } from "./file.ts";
import { IgnoreMatcher } from "./matcher.ts";

const parse = (text: string) =>
  parseIgnoreFile(new TextEncoder().encode(text), ".dockerignore")
    .map(({ pattern, exception }) => (exception ? "!" : "") + pattern);

const lines: [string, string, string[]][] = [
  ["drops a UTF-8 mark in front", "\ufeffa\n\ufeffb", ["a", "\ufeffb"]],
  ["takes # for a comment in the first column only", "#a\n #b", ["#b"]],
  ["does not take a mark and # for a pattern", "\ufeff#a", []],
  ["trims space and carriage returns", "  a b \t\r\n\n\r\nc", ["a b", "c"]],
  ["cleans paths", "./a//b/\nx/../y\n../z\nd/", ["a/b", "y", "../z", "d"]],
  ["drops one leading slash", "/a\n!/b\n/", ["a", "!b", "/"]],
  ["trims behind an exclamation mark", "!  a/", ["!a"]],
  ["cleans a second time, as docker does", "./!x\n/ y", ["!x", "y"]],
];

for (const [what, text, expected] of lines) {
  Deno.test(`parseIgnoreFile() ${what}`, () => assert.deepEqual(parse(text), expected));
}

for (const text of ["!", "a\n!  ", "!/"]) {
  Deno.test(`parseIgnoreFile() refuses the lone exception in ${JSON.stringify(text)}`, () => {
    assert.throws(() => parse(text), Failure);
  });
}

Deno.test("parseIgnoreFile() refuses lines from 64 KiB on, counted in bytes", () => {
  assert.equal(parse("a".repeat(65_535)).length, 1);
  assert.throws(() => parse("b\n" + "a".repeat(65_536)), /Line 2 of \.dockerignore/);
  assert.throws(() => parse("é".repeat(32_768)), Failure);
});

Deno.test("parseIgnoreFile() remembers the line as it was written", () => {
  const [{ line, source }] = parseIgnoreFile(new TextEncoder().encode("\n ! ./a/ \n"), "x");
  assert.deepEqual([line, source], [2, "! ./a/"]);
});

Deno.test("parseSentPattern() cleans what the engine sent once more", () => {
  const { pattern, exception } = parseSentPattern("!a//b", ".dockerignore")!;
  assert.deepEqual([pattern, exception], ["a/b", true]);
  assert.throws(() => parseSentPattern("!/", ".dockerignore"), Failure);
});

Deno.test("keepPattern() takes a name literally", () => {
  assert.equal(keepPattern("a[1]*").pattern, "a\\[1\\]\\*");
});

for (const path of ["a b", "!a", "#a", " a", "a ", "a*[1]?\\", "a\nb", "!", "d/#a"]) {
  Deno.test(`ignoreLine() names ${JSON.stringify(path)} and nothing like it`, () => {
    const patterns = parseIgnoreFile(new TextEncoder().encode(ignoreLine(path)), "x");
    const matcher = new IgnoreMatcher(patterns, "x");
    assert.deepEqual([path, `${path}x`, "z"].map((tried) => matcher.matches(tried)), [
      true,
      false,
      false,
    ]);
  });
}
