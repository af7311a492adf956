import { EngineError } from "../../engine/errors.ts";
import { Failure } from "../../lib/failure.ts";

/** What to tell a person of an image whose container did not start; other errors as they are. */
export function noShell(image: string, error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  return new Failure(`Cannot start a shell in ${image}`, {
    why: error.reason,
    next: "Choose a base image that has /bin/sh",
    cause: error,
  });
}
