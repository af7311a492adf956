import assert from "node:assert/strict";
import { fitText, padText, printable, textWidth, wrapText } from "./text_width.ts";

const widths: ReadonlyArray<readonly [text: string, columns: number]> = [
  ["", 0],
  ["abc", 3],
  ["Größe", 5],
  ["u\u0308", 1],
  ["日本", 4],
  ["한글", 4],
  ["🚀x", 3],
  ["a\u200bb", 2],
];

Deno.test("textWidth() counts terminal columns", () => {
  for (const [text, columns] of widths) assert.equal(textWidth(text), columns, text);
});

Deno.test("fitText() cuts by columns and shows that it did", () => {
  assert.equal(fitText("abcdef", 6), "abcdef");
  assert.equal(fitText("abcdef", 4), "abc…");
  assert.equal(fitText("日本語", 5), "日本…");
  assert.equal(fitText("日本語", 4), "日…");
  assert.equal(fitText("abc", 0), "");
});

Deno.test("padText() fills up by columns", () => {
  assert.equal(padText("日本", 6), "日本  ");
  assert.equal(padText("abc", 2), "abc");
});

Deno.test("printable() removes control characters and escape sequences", () => {
  assert.equal(printable("a\x1b[31mred\x1b[0m\r\nb\x07"), "aredb");
  assert.equal(printable("\x1b]0;title\x07a\x1bb"), "ab");
});

const wrapped: [text: string, columns: number, indent: string, ...lines: string[]][] = [
  ["", 10, "", ""],
  ["one two", 10, "", "one two"],
  ["one two three", 8, "", "one two", "three"],
  ["  one two three", 9, "    ", "  one two", "    three"],
  ["unbreakably long", 5, " ", "unbreakably", " long"],
  ["日本 日本 日本", 9, "", "日本 日本", "日本"],
];

for (const [text, columns, indent, ...lines] of wrapped) {
  Deno.test(`wrapText() cuts ${JSON.stringify(text)} at ${columns} columns`, () => {
    assert.deepEqual(wrapText(text, columns, indent), lines);
  });
}
