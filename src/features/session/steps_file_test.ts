import assert from "node:assert/strict";
import { cutSteps, normalizeSteps } from "./steps_file.ts";

const texts: [string, string][] = [
  ["a", "a\n"],
  ["a\r\nb\r\n", "a\nb\n"],
  ["\uFEFFa\n", "a\n"],
  ["", ""],
];

for (const [given, want] of texts) {
  Deno.test(`normalizeSteps() turns ${JSON.stringify(given)} into ${JSON.stringify(want)}`, () => {
    assert.equal(normalizeSteps(given), want);
  });
}

Deno.test("cutSteps() gives the commands and their lines, without comments between them", () => {
  const text = "# why\n\nls\nif true\nthen\n  # inside\n  a\nfi\n   # end\n";
  assert.deepEqual(cutSteps(text, [1, 2, 3, 8, 9]), {
    steps: [
      { line: 3, command: "ls" },
      { line: 4, command: "if true\nthen\n  # inside\n  a\nfi" },
    ],
    unfinished: undefined,
  });
});

Deno.test("cutSteps() gives what does not end", () => {
  assert.deepEqual(cutSteps("ls\ncat <<X\ny\n", [1]).unfinished, {
    line: 2,
    command: "cat <<X\ny",
  });
});
