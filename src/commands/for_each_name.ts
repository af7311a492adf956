import type { DkContext } from "../cli/context.ts";
import { reportError } from "../cli/report.ts";

/**
 * Does something to every name at once and prints those that it was done to, in their order. What
 * fails is reported without keeping the others from being done.
 *
 * @returns the exit code: that of the first failure, else 0
 */
export async function forEachName(
  context: DkContext,
  names: readonly string[],
  action: (name: string) => Promise<unknown>,
): Promise<number> {
  const results = await Promise.allSettled(names.map(action));
  context.signal.throwIfAborted();
  let exitCode = 0;
  results.forEach((result, index) => {
    if (result.status === "fulfilled") return context.stdout.write(`${names[index]}\n`);
    const code = reportError(result.reason, context.stderr, context.global.debug);
    exitCode ||= code;
  });
  return exitCode;
}
