import assert from "node:assert/strict";
import { SentInput } from "./sent_input.ts";

function sent(...texts: string[]): SentInput {
  const input = new SentInput();
  texts.forEach((text, index) => input.push(new TextEncoder().encode(text), index));
  return input;
}

/** What was sent, lines that the shell has read, bytes that came after them. */
const beyond: [string[], number, number][] = [
  [["ls\r"], 1, 0],
  [["ls\r", "more"], 1, 4],
  [["for i in 1\r", "do ls\r", "done\r", "x"], 3, 1],
  [["ls\r", "a\r"], 2, 0],
  [["ls\r"], 2, 0],
  [["ls\r", "typed", "\x03"], 1, 0],
  [["ls\r", "typed", "\x03", "pwd"], 1, 3],
  [["\x1b[200~a\rb\x1b[201~\r", "x"], 1, 1],
  [["\x1b[20", "0~a\rb\x1b[2", "01~\r", "x"], 1, 1],
  [["anything"], 0, 8],
];

for (const [texts, lines, count] of beyond) {
  Deno.test(`SentInput counts ${count} bytes after ${lines} lines of ${JSON.stringify(texts)}`, () => {
    assert.equal(sent(...texts).beyond(lines), count);
  });
}

/** What was sent, and of each line whether it was an Enter alone, and edited. */
const lines: [string, [blank: boolean, edited: boolean][]][] = [
  ["ls\r\rx\r", [[false, false], [true, false], [false, false]]],
  ["l\x7fs\r", [[false, true]]],
  ["\x1b[24;80R\r", [[true, false]]],
  ["\x1b[24;80Rls\r", [[false, false]]],
  ["\x1b[A\r", [[false, false]]],
  ["typed\x03\r", [[true, false]]],
];

for (const [text, wanted] of lines) {
  Deno.test(`SentInput tells the lines of ${JSON.stringify(text)}`, () => {
    assert.deepEqual(sent(text).lines.map(({ blank, edited }) => [blank, edited]), wanted);
  });
}

Deno.test("SentInput tells when each line was sent, and forgets what the shell has read", () => {
  const input = sent("a", "\r", "b\r", "c");
  assert.deepEqual(input.lines.map(({ at }) => at), [1, 2]);
  input.dropLine();
  assert.deepEqual(input.lines.map(({ at }) => at), [2]);
  assert.equal(input.beyond(0), 3);
  input.dropLine();
  assert.equal(input.beyond(0), 1);
  input.reset();
  assert.deepEqual([input.lines.length, input.beyond(0)], [0, 0]);
});
