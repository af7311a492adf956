import assert from "node:assert/strict";
import { StepLog } from "./step_log.ts";

Deno.test("StepLog keeps the last lines of the step under way", () => {
  const log = new StepLog();
  const text = "Step 1/2 : FROM a\n ---> 1234\nStep 2/2 : RUN b\n ---> Running in 99\n" +
    Array.from({ length: 25 }, (_, at) => `line ${at}\n`).join("") +
    "\x1b[91mlast\x1b[0m\nRemoving intermediate container 0ff1ce\n";
  for (const piece of text.match(/[^]{1,7}/g)!) log.take(piece);
  const { number, instruction, output } = log.step!;
  assert.deepEqual([number, instruction, output.length], ["2/2", "RUN b", 20]);
  assert.deepEqual(output.slice(-2), ["line 24", "last"]);
});

Deno.test("StepLog knows no step before the first", () => {
  assert.equal(new StepLog().step, undefined);
});
