import { invalidValue } from "./invalid_value.ts";
import { durationNanoseconds } from "./quantities.ts";

/** A moment of a log: seconds since the epoch as text, or nanoseconds before now. */
export type LogTime = { at: string } | { nanosecondsAgo: number };

const dateTime = /^\d{4}-\d\d-\d\d(T\d\d(:\d\d(:\d\d(\.\d+)?)?)?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * Reads `--since` and `--until`: `10m` (ago), `2026-11-21`, `2026-11-21T08:30:00Z`, or seconds
 * since the epoch. A time without a zone is the caller's.
 *
 * @throws UsageFailure
 */
export function parseLogTime(text: string, flag: string): LogTime {
  if (/^\d+(\.\d{1,9})?$/.test(text)) return { at: text };
  const nanosecondsAgo = durationNanoseconds(text.replace(/^-/, ""));
  if (nanosecondsAgo !== undefined) {
    return { nanosecondsAgo: text.startsWith("-") ? -nanosecondsAgo : nanosecondsAgo };
  }
  const milliseconds = dateTime.test(text) ? Date.parse(completed(text)) : NaN;
  if (!Number.isNaN(milliseconds)) return { at: secondsText(milliseconds) };
  throw invalidValue(text, flag, "Give a duration such as 10m, or a time such as 2026-11-21T08:30");
}

/** What the engine is told, `now` in milliseconds since the epoch. */
export function logTimestamp(time: LogTime | undefined, now: number): string | undefined {
  if (!time) return undefined;
  return "at" in time ? time.at : secondsText(now - time.nanosecondsAgo / 1e6);
}

/** Fills in what `Date` needs: a day alone is midnight here, not in Greenwich. */
function completed(text: string): string {
  const [, date, hours = "00", rest = ":00", zone = ""] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d)(:[\d:.]+)?)?(Z|[+-]\d\d:\d\d)?$/.exec(text)!;
  return `${date}T${hours}${rest}${zone}`;
}

function secondsText(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
