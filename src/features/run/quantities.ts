import { invalidValue } from "./invalid_value.ts";

const byteUnits = "kmgtp";

/**
 * Bytes from `512m`, `1.5G`, `64 KiB` or a plain number; units are powers of 1024 as in docker.
 *
 * @throws UsageFailure
 */
export function parseByteSize(text: string, flag: string): number {
  const match = /^(\d+(?:\.\d*)?|\.\d+) ?(?:([kmgtp])(?:i?b)?|b)?$/i.exec(text);
  if (!match) throw invalidValue(text, flag, "Give a size such as 512m, 1.5g or a number of bytes");
  const power = match[2] ? byteUnits.indexOf(match[2].toLowerCase()) + 1 : 0;
  return Math.trunc(Number(match[1]) * 1024 ** power);
}

/** As {@link parseByteSize}, or −1 for no limit. @throws UsageFailure */
export function parseByteSizeOrUnlimited(text: string, flag: string): number {
  return text === "-1" ? -1 : parseByteSize(text, flag);
}

/** Billionths of a processor from `1.5`. @throws UsageFailure */
export function parseCpus(text: string, flag: string): number {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || !/\d/.test(text)) {
    throw invalidValue(text, flag, "Give a number of processors such as 2 or 0.5");
  }
  const fraction = (match[2] ?? "").replace(/0+$/, "");
  if (fraction.length > 9) {
    throw invalidValue(text, flag, "Give at most 9 digits behind the point");
  }
  return Number(match[1] || "0") * 1e9 + Number(fraction.padEnd(9, "0"));
}

const nanoseconds: Record<string, number> = {
  ns: 1,
  us: 1e3,
  "µs": 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Nanoseconds from `90s`, `1m30s`, `1.5h` or `0`. @throws UsageFailure */
export function parseDuration(text: string, flag: string): number {
  const total = durationNanoseconds(text);
  if (total !== undefined) return total;
  throw invalidValue(text, flag, "Give a duration such as 500ms, 30s, 1m30s or 2h");
}

/** The same, undefined where the text is no duration. */
export function durationNanoseconds(text: string): number | undefined {
  if (text === "0") return 0;
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/([\d.]+)([a-zµ]+)/g)) {
    total += Number(count) * nanoseconds[unit];
  }
  return total;
}

const booleans = new Map([
  ...["1", "t", "T", "true", "TRUE", "True"].map((word) => [word, true] as const),
  ...["0", "f", "F", "false", "FALSE", "False"].map((word) => [word, false] as const),
]);

/** A truth value in any of the spellings that docker takes. @throws UsageFailure */
export function parseTruth(text: string, flag: string): boolean {
  const truth = booleans.get(text);
  if (truth !== undefined) return truth;
  throw invalidValue(text, flag, "Use true or false");
}
