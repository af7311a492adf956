import assert from "node:assert/strict";
import { functionsAfter } from "./typed_functions.ts";

const known = { old: "old() { a; }" };

const commands: [command: string, exit: number, names: string[]][] = [
  ["f() { echo 1; }", 0, ["old", "f"]],
  ["f () {\n  echo 1\n}", 0, ["old", "f"]],
  ["f() (cd /; ls)", 0, ["old", "f"]],
  ["f() { echo 1; }", 2, ["old"]],
  ["f() { echo 1; }; f", 0, ["old"]],
  ["echo f()", 0, ["old"]],
];

for (const [command, exit, names] of commands) {
  Deno.test(`functionsAfter() knows ${names} after ${JSON.stringify(command)}, exit ${exit}`, () => {
    const functions = functionsAfter(known, command, exit);
    assert.deepEqual(Object.keys(functions), names);
    if (names.includes("f")) assert.equal(functions.f, command);
  });
}
