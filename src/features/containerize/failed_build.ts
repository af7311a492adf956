import { InBandError } from "../../engine/messages.ts";
import { Failure } from "../../lib/failure.ts";
import { BuildFailure } from "../build/build_failure.ts";

/**
 * True for a build that the builder itself gave up, as where a step failed; false where the engine
 * could not be asked, which another Dockerfile does not change.
 */
export function wasGivenUp(error: unknown): error is Failure {
  return error instanceof BuildFailure ||
    (error instanceof Failure && error.cause instanceof InBandError);
}
