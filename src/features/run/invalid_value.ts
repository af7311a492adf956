import { UsageFailure } from "../../lib/failure.ts";

/** The error for a flag's value: names both, says why where it is not plain, and the way out. */
export function invalidValue(
  value: string,
  flag: string,
  next: string,
  why?: string,
): UsageFailure {
  return new UsageFailure(`Invalid value ${JSON.stringify(value)} for ${flag}`, { why, next });
}
