import assert from "node:assert/strict";
import { failedStep } from "./step_failures.ts";

const cases: [command: string, exit: number, output: string, saysSudo: boolean][] = [
  ["sudo apt-get update", 127, "dk: line 16: sudo: command not found", true],
  ["sudo apt-get update", 127, "sh: 1: sudo: not found", true],
  ["sudo nothing", 1, "sudo: nothing: command not found", false],
  ["make", 127, "dk: line 3: make: command not found", false],
];

for (const [command, exit, output, saysSudo] of cases) {
  Deno.test(`failedStep() of ${command} after ${output}`, () => {
    const { next } = failedStep({ command, line: 2 }, 1, exit, "steps.sh", output);
    assert.equal(next?.includes("Leave sudo out"), saysSudo);
    assert.match(next!, /Correct line 2 of steps\.sh/);
  });
}
