import { UsageFailure } from "../../lib/failure.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { unattended } from "./packages.ts";
import { concealSecrets } from "./secrets.ts";

/** What somebody has decided about one step. */
export interface ReviewedStep {
  /** Index in the ledger as it was. */
  index: number;
  verdict: "keep" | "drop";
  /** As it is to be repeated, in one line. */
  command: string;
}

/** Stands for the ends of lines in a command of several. */
const lineEnd = " ⏎ ";

/** The steps as lines that a person can change: `keep 3 make install`. */
export function reviewLines({ steps }: Ledger, kept: readonly boolean[]): string[] {
  return steps.map((step, index) =>
    `${kept[index] ? "keep" : "drop"} ${index + 1} ${shownCommand(step)}`
  );
}

function shownCommand({ command }: LedgerStep): string {
  return concealSecrets(command).replaceAll("\n", lineEnd);
}

/**
 * Reads the lines again, in whatever order they are now; a step without a line is dropped.
 *
 * @throws UsageFailure naming the line that makes no sense
 */
export function parseReview(lines: readonly string[], { steps }: Ledger): ReviewedStep[] {
  const seen = new Set<number>();
  return lines.map((line) => {
    const match = /^\s*(keep|drop)\s+(\d+)\s+(\S.*)$/.exec(line);
    const index = Number(match?.[2]) - 1;
    if (!match || !(index in steps) || seen.has(index)) {
      throw new UsageFailure(`There is no sense in the line ${JSON.stringify(line)}`, {
        why: match ? "Each step has one number" : "It is not: keep or drop, a number, a command",
      });
    }
    seen.add(index);
    return { index, verdict: match[1] as ReviewedStep["verdict"], command: match[3] };
  });
}

/**
 * The session as somebody wants it: steps in another order, left out or kept against the plan,
 * worded otherwise. What is as the plan has it stays without a verdict.
 *
 * @param kept what the plan does with each step
 */
export function applyReview(
  ledger: Ledger,
  kept: readonly boolean[],
  review: readonly ReviewedStep[],
): Ledger {
  const listed = new Set(review.map(({ index }) => index));
  const dropped = ledger.steps.flatMap((step, index) =>
    listed.has(index) || !kept[index] ? [] : [{ ...step, verdict: "drop" as const }]
  );
  const reviewed = review.map(({ index, verdict, command }): LedgerStep => {
    const step = ledger.steps[index];
    const isPlanned = kept[index] === (verdict === "keep");
    const decided = isPlanned ? step : { ...step, verdict };
    if (command === shownCommand(step)) return decided;
    const text = command.replaceAll(lineEnd, "\n");
    return { ...decided, command: text, ran: unattended(text) };
  });
  return { ...ledger, steps: [...reviewed, ...dropped] };
}
