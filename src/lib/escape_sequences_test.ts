import assert from "node:assert/strict";
import { withoutEscapes } from "./escape_sequences.ts";

const texts: [what: string, text: string, shown: string][] = [
  ["colours", "\x1b[1;31mred\x1b[0m", "red"],
  ["cursor movements", "a\x1b[2J\x1b[?25lb\x1b[10;20H", "ab"],
  ["a window's title", "\x1b]0;title\x07line", "line"],
  ["links", "\x1b]8;;https://example.org\x1b\\text\x1b]8;;\x1b\\", "text"],
  ["a title that does not end", "\x1b]0;title\nnext", "\nnext"],
  ["brackets, tabs and line ends", "a[0m]\t\r\n", "a[0m]\t\r\n"],
];

for (const [what, text, shown] of texts) {
  Deno.test(`withoutEscapes() handles ${what}`, () => {
    assert.equal(withoutEscapes(text), shown);
  });
}
