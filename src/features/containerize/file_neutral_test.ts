import assert from "node:assert/strict";
import { isFileNeutral } from "./file_neutral.ts";

const state = {
  directory: "/",
  env: {},
  umask: "0022",
  variables: {},
  functions: { pwd: "pwd () \n{ \n    touch x\n}" },
  options: [],
};

const commands: [command: string, neutral: boolean, earlier?: string][] = [
  ["cd /code", true],
  ["export A=1 B='x y' && cd $A", true],
  ["A=1", true],
  ["echo hello # > x", true],
  ["set -e", true],
  ["echo a > x", false],
  ["A=$(touch x)", false],
  ["cd `touch x`", false],
  ["echo a | tee x", false],
  ["touch x", false],
  ["ls", false],
  ["pwd", false],
  ["echo a", false, "echo() { touch x; }"],
  ["echo a", false, "alias echo='touch x; echo'"],
  ["echo a", false, "trap 'touch x' DEBUG"],
  ["trap 'touch x' DEBUG", false],
];

for (const [command, neutral, earlier = ""] of commands) {
  Deno.test(`isFileNeutral() is ${neutral} for ${command}${earlier && ` after ${earlier}`}`, () => {
    assert.equal(isFileNeutral(command, state, earlier), neutral);
  });
}
