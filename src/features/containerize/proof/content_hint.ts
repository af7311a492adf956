/** In what two contents differ alone, where that can be told. */
export type ContentHint = "times" | "order";

const month = "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|" +
  "Sep(?:t|tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";
const weekday = "(?:(?:Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|" +
  "Sat(?:urday)?|Sun(?:day)?),? +)?";

/** Dates and times as programs write them, and seconds since the epoch from 2001 to 2033. */
const time = new RegExp(
  [
    String.raw`\b${weekday}\d{1,2} +${month}(?:,? +\d{4})?\b`,
    String.raw`\b${weekday}${month} +\d{1,2}\b(?:,? +\d{4}\b)?`,
    String
      .raw`\b\d{4}([-/]?)\d{2}\1\d{2}(?:T\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?|\b)`,
    String
      .raw`\b\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AP]M)?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?(?: \d{4}\b)?`,
    String.raw`\b1\d{9}(?:\.?\d{3,9})?\b`,
  ].join("|"),
  "g",
);

/** Tells whether two contents are the same but for times, or but for the order of their lines. */
export function contentHint(one: Uint8Array, other: Uint8Array): ContentHint | undefined {
  // Byte by byte: programs have times in them as well as texts.
  const [a, b] = [one, other].map((content) => new TextDecoder("latin1").decode(content));
  if (a === b) return undefined;
  if (withoutTimes(a) === withoutTimes(b)) return "times";
  return sorted(a) === sorted(b) ? "order" : undefined;
}

function withoutTimes(content: string): string {
  return content.replace(time, "").replace(/[ \t]+/g, " ");
}

function sorted(content: string): string {
  return content.split("\n").sort().join("\n");
}
