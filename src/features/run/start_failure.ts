import { EngineError } from "../../engine/errors.ts";
import { Failure, UsageFailure } from "../../lib/failure.ts";

/** Exit codes by docker's convention where the container itself has none to give. */
export const runExitCode = { engine: 125, notExecutable: 126, notFound: 127 } as const;

/**
 * The error for a container that could not be started, with the exit code that scripts expect of
 * docker. Engines tell the reason in the runtime's words only (engine.md 3.6).
 *
 * @param command what was to be run, undefined for the image's own
 */
export function startFailure(error: EngineError, image: string, command?: string): Failure {
  const exitCode = codeOf(error.reason);
  const what = command === undefined ? "its command" : JSON.stringify(command);
  const next: Record<number, string> = {
    [runExitCode.notFound]: "Check the spelling, and that the image holds the program",
    [runExitCode.notExecutable]: "Name a program that may be executed, not a directory or a text",
  };
  return new Failure(`Cannot run ${what} in ${image}`, {
    why: error.reason,
    next: next[exitCode],
    exitCode,
    cause: error,
  });
}

function codeOf(reason: string): number {
  if (
    /executable file not found|no such file or directory|system cannot find the file/.test(reason)
  ) {
    return runExitCode.notFound;
  }
  if (/permission denied|is a directory/.test(reason)) return runExitCode.notExecutable;
  return runExitCode.engine;
}

/** An error of the engine or of the way to it, with docker's exit code for it. */
export function asEngineTrouble(error: unknown): unknown {
  if (!(error instanceof Failure) || error instanceof UsageFailure || error.exitCode !== 1) {
    return error;
  }
  const { message, why, next, cause } = error;
  return new Failure(message, { why, next, cause: cause ?? error, exitCode: runExitCode.engine });
}
