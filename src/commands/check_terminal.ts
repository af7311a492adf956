import type { DkContext } from "../cli/context.ts";
import { UsageFailure } from "../lib/failure.ts";

/**
 * A program's terminal can be joined only to a terminal, unless nothing is joined at all.
 *
 * @throws UsageFailure
 */
export function checkTerminal(
  context: DkContext,
  flags: { tty: boolean; interactive: boolean; detach: boolean },
): void {
  if (!flags.tty || !flags.interactive || flags.detach || context.stdin.isTerminal) return;
  throw new UsageFailure("The input is not a terminal, as -i with -t needs", {
    next: "Leave out -t to send a file or pipe, or -i for a program that reads nothing",
  });
}
