import assert from "node:assert/strict";
import { parseDockerfile } from "./parse.ts";
import { shellCommands } from "./shell_commands.ts";

const cases: [run: string, ...commands: string[]][] = [
  ["a b", "a b"],
  ["a && b || c; d | e & f", "a", "&& b", "|| c", "; d", "| e", "& f"],
  ["A=1 B='x y' c d=e", "c d=e"],
  ["a 'b c' \"d e\" f\\ g", "a b c d e f g"],
  ['a "$B" $C *.py ~/x', "a ? ? ? ?"],
  ["a $(b && c) `d` e", "a ? ? e"],
  ["a > b 2>&1 <c d", "a d"],
  ["if a; then b; else c; fi", "a", "; b", "; c", "; fi"],
  ["(a; b)", "( a", "; b"],
  ["a # b && c", "a"],
  ["a#b", "a#b"],
  ["a && \\\n  # why\n\n  b", "a", "&& b"],
  ["a \\\n  b", "a b"],
  ["<<EOF\na\nb && c\nEOF", "a", "\n b", "&& c"],
  ["bash -e <<EOF\na \\\n  b\nEOF", "a b"],
  ["<<EOF python3\na\nEOF"],
  ["<<EOF\n#!/usr/bin/python3\na\nEOF"],
  ['["a", "b"]'],
  ["'unclosed", "? unclosed"],
  ["", ...[]],
];

for (const [run, ...expected] of cases) {
  Deno.test(`shellCommands() takes RUN ${JSON.stringify(run)} apart`, () => {
    const file = parseDockerfile(`FROM debian:12\nRUN ${run}\n`);
    const commands = shellCommands(file, file.instructions[1]).map(({ before, words }) =>
      [before, ...words.map(({ value }) => value ?? "?")].filter(Boolean).join(" ")
    );
    assert.deepEqual(commands, expected);
  });
}

Deno.test("shellCommands() knows where each word stands", () => {
  const file = parseDockerfile("FROM debian:12\nRUN --mount=type=ssh a && \\\n  'b' c\n");
  for (const { words } of shellCommands(file, file.instructions[1])) {
    for (const { start, end, text } of words) assert.equal(file.text.slice(start, end), text);
  }
});
