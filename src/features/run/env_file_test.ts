import assert from "node:assert/strict";
import { UsageFailure } from "../../lib/failure.ts";
import { parseKeyValueFile } from "./env_file.ts";

const caller = { HOME: "/home/me" };

const read: [text: string, entries: string[]][] = [
  ["A=1\n  B=two words \n#c\n\n\t# d\nHOME\nNOPE\nE=\n", [
    "A=1",
    "B=two words ",
    "HOME=/home/me",
    "E=",
  ]],
  ["\uFEFFA=a=b", ["A=a=b"]],
  ["A='quoted # not a comment'\r\nB=2\r\n", ["A='quoted # not a comment'", "B=2"]],
  ["", []],
];

for (const [text, entries] of read) {
  Deno.test(`parseKeyValueFile() reads ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseKeyValueFile(text, "f", caller), entries);
  });
}

Deno.test("parseKeyValueFile() keeps a bare label", () => {
  assert.deepEqual(parseKeyValueFile("a=1\nHOME\n", "f"), ["a=1", "HOME"]);
});

for (
  const [text, line, why] of [["A=1\na b=1", 2, /"a b" holds a space/], [
    "=x",
    1,
    /no name/,
  ]] as const
) {
  Deno.test(`parseKeyValueFile() rejects ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseKeyValueFile(text, "my.env", {}), (error: UsageFailure) => {
      assert.equal(error.message, `Bad line ${line} in "my.env"`);
      assert.match(error.why!, why);
      return error.exitCode === 2;
    });
  });
}
