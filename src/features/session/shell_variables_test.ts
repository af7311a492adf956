import assert from "node:assert/strict";
import { parseFunctions, parseVariables } from "./shell_variables.ts";

const texts: [what: string, text: string, variables: Record<string, string>][] = [
  ["plain values", "A=1\nB=\nC=a/b", { A: "1", B: "", C: "a/b" }],
  ["bash's quoting", "A='x y'\nB=$'it\\'s\\n'\nC=1", { A: "'x y'", B: "$'it\\'s\\n'", C: "1" }],
  ["dash's quoting", "A='it'\"'\"'s'\nB='two\nlines=1'\nC='1'", {
    A: "'it'\"'\"'s'",
    B: "'two\nlines=1'",
    C: "'1'",
  }],
  ["busybox's quoting", "A='it'\\''s'\nB='2'", { A: "'it'\\''s'", B: "'2'" }],
  ["arrays", 'A=([0]="x" [1]="y z")\nB=1', { A: '([0]="x" [1]="y z")', B: "1" }],
  ["nothing of the shell's own", "BASHPID=1\n__dk_text='a\nb'\nRANDOM=3\nX=1", { X: "1" }],
];

for (const [what, text, variables] of texts) {
  Deno.test(`parseVariables() reads ${what}`, () => {
    assert.deepEqual(parseVariables(text), variables);
  });
}

Deno.test("parseFunctions() reads functions whole", () => {
  const first = "a () \n{ \n    echo 1;\n    { \n        b\n    }\n}";
  const second = "b-c () \n{ \n    cat <<X\nx () \nX\n\n}";
  assert.deepEqual(parseFunctions(`${first}\n${second}`), { a: first, "b-c": second });
  assert.deepEqual(parseFunctions(""), {});
});
