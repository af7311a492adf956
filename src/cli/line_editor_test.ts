import assert from "node:assert/strict";
import { textWidth } from "../lib/text_width.ts";
import type { InputStream } from "./context.ts";
import { type Key, KeyReader } from "./keys.ts";
import { beginEditing, type Edited, editedLines, pressKey, showEdited } from "./line_editor.ts";

const up = "\x1b[A";
const down = "\x1bOB";
const left = "\x1b[D";

function keyboard(typed: string): KeyReader {
  const bytes = [...new TextEncoder().encode(typed)];
  const stdin = {
    read(buffer: Uint8Array) {
      const byte = bytes.shift();
      if (byte === undefined) return Promise.resolve(null);
      buffer[0] = byte;
      return Promise.resolve(1);
    },
  } as InputStream;
  return new KeyReader(stdin, new Promise(() => {}));
}

/** Types until the editor ends. */
async function type(lines: string[], isList: boolean, typed: string, isReplaceable = false) {
  const keys = keyboard(typed);
  let edited: Edited = beginEditing(lines, isList, isReplaceable);
  for (;;) {
    const step = pressKey(edited, await keys.next(), isList);
    if ("end" in step) return { end: step.end, lines: editedLines(edited), rest: keys };
    edited = step.edited;
  }
}

const single: [line: string, typed: string, answer: string][] = [
  ["debian:12", "\r", "debian:12"],
  ["debian:12", "\x7f3\n", "debian:13"],
  ["debian:12", "\x15alpine:3.22\r", "alpine:3.22"],
  ["debian:12", `${left}${left}\x1b[3~1\r`, "debian:12"],
  ["a b c", "\x17\x17x\r", "a x"],
  ["ab", "\x01x\x05y\r", "xaby"],
  ["ab", "\x01\x06\x0b\r", "a"],
  ["", "ä€😀\x7f\r", "ä€"],
  ["ab", "\x01\x04\r", "b"],
  ["a", "\x1b\r", "a"],
  ["a", "\x1b[200~b\tc\x1b[201~\r", "ab c"],
];

for (const [line, typed, answer] of single) {
  Deno.test(`a line: ${JSON.stringify(line)} and ${JSON.stringify(typed)} give ${answer}`, async () => {
    const got = await type([line], false, typed);
    assert.deepEqual([got.end, got.lines[0]], ["done", answer]);
  });
}

const replaced: typeof single = [
  ["debian:12", "alpine\r", "alpine"],
  ["debian:12", "\r", "debian:12"],
  ["debian:12", "\x7f3\r", "debian:13"],
  ["debian:12", `${left}\x05-slim\r`, "debian:12-slim"],
  ["debian:12", "\x1b[200~alpine:3\x1b[201~.22\r", "alpine:3.22"],
];

for (const [line, typed, answer] of replaced) {
  Deno.test(`a line to be replaced: ${JSON.stringify(typed)} gives ${answer}`, async () => {
    const got = await type([line], false, typed, true);
    assert.deepEqual([got.end, got.lines[0]], ["done", answer]);
  });
}

const lists: [lines: string[], typed: string, answer: string[]][] = [
  [["a", "b"], "\r", ["a", "b"]],
  [[], "\r", []],
  [["a"], "b\rc\r\r", ["a", "b", "c"]],
  [["a", "b"], `${up}x${down}\r`, ["a", "bx"]],
  [["a", "b"], `${up}${up}\x15${down}\r\r`, ["b"]],
  [["a", "b"], `${up}\x15${up}\r\r`, ["a"]],
  [["a"], `${up}${up}${up}${down}${down}${down}\r`, ["a"]],
];

for (const [lines, typed, answer] of lists) {
  Deno.test(`a list: ${lines} and ${JSON.stringify(typed)} give ${answer}`, async () => {
    const got = await type(lines, true, typed);
    assert.deepEqual([got.end, got.lines], ["done", answer]);
  });
}

Deno.test("ctrl-C and ctrl-D end the editor, and so does a terminal that goes", async () => {
  for (const isList of [true, false]) {
    assert.equal((await type(["a"], isList, "b\x03")).end, "interrupt");
    assert.equal((await type(["a"], isList, "b\x04")).end, "end-of-input");
    assert.equal((await type(["a"], isList, "b")).end, "end-of-input");
  }
});

Deno.test("what is typed ahead stays for the next reader", async () => {
  const { rest } = await type(["a"], false, "\rb");
  assert.deepEqual(await rest.next(), { kind: "text", text: "b" });
});

const shows: [edited: Edited, columns: number, rows: number, shown: string[], cursor: number[]][] =
  [
    [{ lines: ["abc"], row: 0, column: 3 }, 10, 5, ["abc"], [0, 3]],
    [{ lines: ["日本"], row: 0, column: 1 }, 10, 5, ["日本"], [0, 2]],
    [{ lines: ["0123456789abc"], row: 0, column: 13 }, 8, 5, ["…89abc"], [0, 6]],
    [{ lines: ["0123456789abc"], row: 0, column: 0 }, 8, 5, ["01234…"], [0, 0]],
    [{ lines: ["a", "b", "c", "d", ""], row: 4, column: 0 }, 8, 3, ["c", "d", ""], [2, 0]],
    [{ lines: ["a", "b", "c", "d", ""], row: 0, column: 0 }, 8, 3, ["a", "b", "c"], [0, 0]],
  ];

for (const [edited, columns, rows, shown, cursor] of shows) {
  Deno.test(`showEdited() draws ${shown} in ${columns} columns`, () => {
    const got = showEdited(edited, columns, rows);
    assert.deepEqual(got.rows, shown);
    assert.deepEqual([got.cursor.row, got.cursor.column], cursor);
  });
}

Deno.test("no key leaves the cursor outside of the lines, or draws more than fits", () => {
  const kinds = ["enter", "up", "down", "left", "right", "home", "end", "backspace", "delete"];
  const cuts = ["cut-left", "cut-right", "cut-word", "other", "end-of-input"];
  const keys = [...kinds, ...cuts].map((kind) => ({ kind } as Key));
  keys.push(...["a", " ", "ä", "日", "😀"].map((text) => ({ kind: "text", text } as Key)));
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (const isList of [true, false]) {
    let edited = beginEditing(["one two", "three"], isList);
    for (let count = 0; count < 20_000; count++) {
      const step = pressKey(edited, keys[random(keys.length)], isList);
      if ("end" in step) continue;
      edited = step.edited;
      const { lines, row, column } = edited;
      assert.ok(row >= 0 && row < lines.length && column >= 0 && column <= [...lines[row]].length);
      const [columns, rows] = [4 + random(20), 1 + random(4)];
      const shown = showEdited(edited, columns, rows);
      assert.ok(
        shown.rows.length <= rows && shown.rows.every((each) => textWidth(each) <= columns),
      );
      assert.ok(shown.cursor.column < columns && shown.cursor.row < shown.rows.length);
    }
  }
});
