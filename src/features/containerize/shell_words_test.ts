import assert from "node:assert/strict";
import { formatChain, parseChain, quoteWord } from "./shell_words.ts";

const read: [string, (string | undefined)[][]][] = [
  ["ls -l", [["ls", "-l"]]],
  ["a && b  c", [["a"], ["b", "c"]]],
  ["a &&\n  b", [["a"], ["b"]]],
  ["apt-get install \\\n  curl \\\n  git", [["apt-get", "install", "curl", "git"]]],
  [`echo 'a b' "c d" e\\ f`, [["echo", "a b", "c d", "e f"]]],
  [`echo "a\\"b" 'it'"'"'s'`, [["echo", `a"b`, "it's"]]],
  ["pip install 'x>=1.0' # newest", [["pip", "install", "x>=1.0"]]],
  [`export PATH=/code:$PATH`, [["export", undefined]]],
  [`echo "$HOME" *.py ~/x {a,b} \\$x`, [[
    "echo",
    undefined,
    undefined,
    undefined,
    undefined,
    "$x",
  ]]],
  ["echo a#b", [["echo", "a#b"]]],
];

for (const [text, want] of read) {
  Deno.test(`parseChain() reads ${JSON.stringify(text)}`, () => {
    const values = parseChain(text)?.map(({ words }) => words.map(({ value }) => value));
    assert.deepEqual(values, want);
  });
}

const leftToTheShell = [
  "",
  "# only a comment",
  "a | b",
  "a; b",
  "a || b",
  "a &",
  "a > file",
  "a 2>&1",
  "echo $(date)",
  'echo "$(date)"',
  "echo `date`",
  "if true; then a; fi",
  "while read x",
  "[[ -f a ]]",
  "{ a",
  "! a",
  "a\nb",
  "echo 'open",
  'echo "open',
  "cat <<EOF\nx\nEOF",
  "echo $'a'",
  "a && ",
];

for (const text of leftToTheShell) {
  Deno.test(`parseChain() leaves ${JSON.stringify(text)} to the shell`, () => {
    assert.equal(parseChain(text), undefined);
  });
}

Deno.test("parseChain() tells assignments from the program", () => {
  const [command] = parseChain("A=1 B='x y' make A=2")!;
  assert.deepEqual(command.assignments.map(({ raw }) => raw), ["A=1", "B='x y'"]);
  assert.deepEqual(command.words.map(({ raw }) => raw), ["make", "A=2"]);
});

Deno.test("formatChain() gives the commands back on one line", () => {
  assert.equal(
    formatChain(parseChain("A=1 b  'c d' && \\\n e \"$F\" # g")!),
    `A=1 b 'c d' && e "$F"`,
  );
});

for (
  const [value, want] of [
    ["a-b_c", "a-b_c"],
    ["", "''"],
    ["a b", "'a b'"],
    ["it's", `'it'\\''s'`],
    ["a=1.0~rc1", "a=1.0~rc1"],
    ["~a", "'~a'"],
    ["a=~b", "'a=~b'"],
    ["a:~", "'a:~'"],
  ]
) {
  Deno.test(`quoteWord() writes ${JSON.stringify(value)} as ${want}`, () => {
    assert.equal(quoteWord(value), want);
  });
}
