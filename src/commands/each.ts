import type { DkContext } from "../cli/context.ts";
import { reportError } from "../cli/report.ts";
import { EngineError } from "../engine/errors.ts";
import { UsageFailure } from "../lib/failure.ts";

/** How many requests run at the same time. */
const lanes = 50;

/**
 * Does the same to each of several named things and prints what `action` resolves with, in the
 * order of the names. A refusal of one is reported and does not keep the others from being done;
 * whatever would meet all of them alike (no engine, a signal) ends it.
 *
 * @returns the exit code: 0, or 1 when anything was refused, or 2 when a name cannot be one
 */
export async function eachOf(
  context: DkContext,
  names: readonly string[],
  action: (name: string) => Promise<string>,
): Promise<number> {
  let exitCode = 0;
  for (let at = 0; at < names.length; at += lanes) {
    const settled = await Promise.allSettled(names.slice(at, at + lanes).map(action));
    context.signal.throwIfAborted();
    for (const outcome of settled) {
      if (outcome.status === "fulfilled") {
        context.stdout.write(outcome.value);
      } else {
        if (!isRefusal(outcome.reason)) throw outcome.reason;
        const code = reportError(outcome.reason, context.stderr, context.global.debug);
        exitCode = Math.max(exitCode, code);
      }
    }
  }
  return exitCode;
}

function isRefusal(error: unknown): boolean {
  return error instanceof EngineError || error instanceof UsageFailure;
}

/** True when the engine says that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof EngineError && error.status === 404;
}
