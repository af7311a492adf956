import type { Token } from "./lex.ts";
import { unusable } from "./unusable.ts";

/** The value of a number, a string or a character as Go writes it. @throws UsageFailure */
export function literalValue({ kind, text }: Token): string | number | bigint {
  if (kind === "string") return text.startsWith("`") ? text.slice(1, -1) : unquote(text);
  if (kind === "character") return characterCode(text);
  return numberValue(text);
}

const plainEscapes: Record<string, string> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
};
const escape =
  /\\(?:([abfnrtv\\'"])|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|[^])/g;

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(escape, (all, plain, hex, short, long, octal) => {
    if (plain !== undefined) return plainEscapes[plain];
    const digits = hex ?? short ?? long;
    const code = parseInt(digits ?? octal, digits === undefined ? 8 : 16);
    if (!(code <= 0x10ffff)) throw unusable(quoted, `${all} is no escape`);
    return String.fromCodePoint(code);
  });
}

function characterCode(quoted: string): number {
  const text = unquote(quoted);
  const code = text.codePointAt(0)!;
  if (text === String.fromCodePoint(code)) return code;
  throw unusable(quoted, "single quotes hold one character; put text in double quotes");
}

function numberValue(text: string): number | bigint {
  const plain = text.replaceAll("_", "");
  if (/^[+-]?\d+$/.test(plain)) {
    const number = Number(plain);
    return Number.isSafeInteger(number) ? number : BigInt(plain.replace("+", ""));
  }
  const sign = plain.startsWith("-") ? -1 : 1;
  const number = sign * Number(plain.replace(/^[+-]/, ""));
  if (Number.isFinite(number)) return number;
  throw unusable(text, "it is no number");
}
