import assert from "node:assert/strict";
import { EngineError } from "../../../engine/errors.ts";
import { Failure } from "../../../lib/failure.ts";
import { readTwice } from "./read_twice.ts";

/** Does what the list says, one item each time; then "whole". */
function reader(...errors: Error[]) {
  let calls = 0;
  const read = () => {
    const error = errors[calls++];
    return error ? Promise.reject(error) : Promise.resolve("whole");
  };
  return { read, calls: () => calls };
}

Deno.test("readTwice() reads once what comes whole, and again what came damaged", async () => {
  const whole = reader();
  assert.equal(await readTwice(whole.read), "whole");
  assert.equal(whole.calls(), 1);
  const damaged = reader(new Failure("cut off"));
  assert.equal(await readTwice(damaged.read), "whole");
  assert.equal(damaged.calls(), 2);
});

Deno.test("readTwice() says what to do when it came damaged again", async () => {
  const { read } = reader(new Failure("cut off"), new Failure("cut off again"));
  await assert.rejects(readTwice(read), {
    message: "The files of the session could not be read whole",
    why: "cut off again",
    next: "Something that a step started may still write files: end it, and try again",
  });
});

for (const error of [new EngineError(404, "no such container", "GET /x"), new Error("aborted")]) {
  Deno.test(`readTwice() does not try again after ${error.name}`, async () => {
    const { read, calls } = reader(error);
    await assert.rejects(readTwice(read), error);
    assert.equal(calls(), 1);
  });
}
