import assert from "node:assert/strict";
import { LastLines } from "./last_lines.ts";

const cases: [what: string, count: number, printed: string[], kept: string][] = [
  ["nothing of nothing", 2, [], ""],
  ["the last lines", 2, ["a\nb", "\nc\n"], "b\nc"],
  ["less where there is less", 5, ["a\n"], "a"],
  ["the last state of a redrawn line", 2, ["10%\r50%\r100%\r\ndone\n"], "100%\ndone"],
  ["lines without colours", 2, ["\x1b[31ma\x1b[0m\nb\x1b[0m\n\x1b[0m"], "a\nb"],
  ["letters that were cut in two", 1, ["\u00e4"], "\u00e4"],
];

for (const [what, count, printed, kept] of cases) {
  Deno.test(`LastLines keeps ${what}`, () => {
    const lines = new LastLines(count);
    for (const text of printed) {
      for (const byte of new TextEncoder().encode(text)) lines.push(Uint8Array.of(byte));
    }
    assert.equal(String(lines), kept);
  });
}
