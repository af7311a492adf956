import { UsageFailure } from "../../lib/failure.ts";

/** An error of the template itself, whatever it is used on. */
export function unusable(source: string, why: string): UsageFailure {
  return new UsageFailure(`Cannot use the template ${JSON.stringify(source)}: ${why}`, {
    next: "Correct the template, or use --format json",
  });
}
