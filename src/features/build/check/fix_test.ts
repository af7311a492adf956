import assert from "node:assert/strict";
import { applyFixes, fixOf } from "./fix.ts";
import { parseDockerfile } from "./parse.ts";

const text = "one\ntwo\nthree\n";

const cases: [start: number, end: number, insert: string, fix: string][] = [
  [0, 3, "1", "1-1 1"],
  [4, 4, "a ", "2-2 a two"],
  [4, 8, "", "2-2 "],
  [5, 10, "X", "2-3 tXree"],
  [13, 13, "\nfour", "3-3 three|four"],
];

for (const [start, end, insert, expected] of cases) {
  Deno.test(`fixOf() puts ${JSON.stringify(insert)} in place of ${start} to ${end}`, () => {
    const { line, endLine, lines } = fixOf(parseDockerfile(text), [{ start, end, text: insert }]);
    assert.equal(`${line}-${endLine} ${lines.join("|")}`, expected);
    const wanted = text.slice(0, start) + insert + text.slice(end);
    assert.equal(applyFixes(text, [{ line, endLine, lines }]), wanted);
  });
}

Deno.test("applyFixes() carries out several, and one of two on the same line", () => {
  const fix = (line: number, word: string) => ({ line, endLine: line, lines: [word] });
  assert.equal(applyFixes(text, [fix(1, "1"), fix(3, "3"), fix(3, "x")]), "1\ntwo\n3\n");
});
