import assert from "node:assert/strict";
import { InBandError } from "../../engine/messages.ts";
import { Failure } from "../../lib/failure.ts";
import { BuildFailure } from "../build/build_failure.ts";
import { wasGivenUp } from "./failed_build.ts";

Deno.test("wasGivenUp() tells a failed step from an engine that is gone", () => {
  const step = { name: "[2/2] RUN make", tail: "", exitCode: 2 };
  assert.ok(wasGivenUp(new BuildFailure(step, "exit code 2")));
  const told = new InBandError("exit code 2");
  assert.ok(wasGivenUp(new Failure("The image could not be built", { cause: told })));
  assert.ok(!wasGivenUp(new Failure("Cannot connect to the engine")));
  assert.ok(!wasGivenUp(new Error("exit code 2")));
});
