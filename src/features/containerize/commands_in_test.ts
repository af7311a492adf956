import assert from "node:assert/strict";
import { commandsIn, replaceCommands } from "./commands_in.ts";
import { formatChain, literalWord } from "./shell_words.ts";

const texts: [text: string, commands: string[]][] = [
  ["a b && c", ["a b", "c"]],
  ["a; b | c || d & e", ["a", "b", "c", "d", "e"]],
  ["a > 'x y' 2>&1; b <z 3> q", ["a", "b"]],
  ["python3>x", ["python3"]],
  ['for x in 1 2; do a "$x;"; done', ['a "$x;"']],
  ["if a; then b; else c; fi", ["a", "b", "c"]],
  ["f() { a; }", ["f", "a"]],
  ["f() {\n  a ${B}\n}\n", ["f", "a ${B}"]],
  ["a \\\n  b | c # ; d", ["a b", "c"]],
  ["x=$(a b)", ["a b"]],
  ["a '; b' \"| c\"", ["a '; b' \"| c\""]],
  ["cat <<EOF\na; b\nEOF", []],
];

for (const [text, commands] of texts) {
  Deno.test(`commandsIn() finds ${commands.length} in ${JSON.stringify(text)}`, () => {
    assert.deepEqual(commandsIn(text).map((simple) => formatChain([simple])), commands);
  });
}

const replaced: [text: string, result: string][] = [
  ["a  x", "a  x"],
  ["b  x && a", "B x && a"],
  ["a;  b x >y 2>&1 | c", "a;  B x >y 2>&1 | c"],
  ['for i in 1; do b "$i"  ; done', 'for i in 1; do B "$i"  ; done'],
  ["d | a", "D && D2 | a"],
  ["if\n  b\nthen a; fi", "if\n  B\nthen a; fi"],
];

for (const [text, result] of replaced) {
  Deno.test(`replaceCommands() turns ${JSON.stringify(text)} into ${JSON.stringify(result)}`, () => {
    const by = (name: string) => ({ assignments: [], words: [literalWord(name)] });
    assert.equal(
      replaceCommands(text, (simple) => {
        const [first, ...rest] = simple.words;
        if (first?.raw === "b") return [{ ...simple, words: [literalWord("B"), ...rest] }];
        return first?.raw === "d" ? [by("D"), by("D2")] : [simple];
      }),
      result,
    );
  });
}
