import assert from "node:assert/strict";
import { outputDifference } from "./test_with_and_without.ts";

const cases: [string, string, string | undefined][] = [
  ["a\nb\n", "a\nb\n", undefined],
  ["a\nb\n", "a\nc\n", 'line 2 was "b" in the session and is "c" in the image'],
  ["a\n", "a\nb\n", 'line 2 was "" in the session and is "b" in the image'],
  ["a", "a\nb", 'line 2 was nothing in the session and is "b" in the image'],
  ["a\nb", "a", 'line 2 was "b" in the session and is nothing in the image'],
];

for (const [earlier, later, expected] of cases) {
  Deno.test(`outputDifference() of ${JSON.stringify(earlier)} and ${JSON.stringify(later)}`, () => {
    assert.equal(outputDifference(earlier, later), expected);
  });
}
