import { isNumber, isWhole, typeName } from "./values.ts";

/** A value as `%v` prints it. */
export type Print = (value: unknown) => string;

interface Verb {
  flags: string;
  width: number;
  precision: number | undefined;
  letter: string;
}

/** `printf`: the verbs of Go's fmt, with flags, width and precision. */
export function formatGo(format: string, args: readonly unknown[], print: Print): string {
  let next = 0;
  const pattern = /%([-+# 0]*)(\d*)(?:\.(\d*))?([a-zA-Z%])?/g;
  const text = format.replace(pattern, (_, flags, width, precision, letter = "!") => {
    if (letter === "%") return "%";
    if (letter === "!") return "%!(NOVERB)";
    if (next >= args.length) return `%!${letter}(MISSING)`;
    const verb = {
      flags,
      width: Number(width),
      precision: precision === undefined ? undefined : Number(precision),
      letter,
    };
    return pad(formatted(args[next++], verb, print), verb);
  });
  const extra = args.slice(next).map((value) => `${typeName(value)}=${print(value)}`);
  return extra.length > 0 ? `${text}%!(EXTRA ${extra.join(", ")})` : text;
}

function formatted(value: unknown, verb: Verb, print: Print): string {
  const { letter } = verb;
  if (letter === "v") return isNumber(value) ? signed(print(value), verb) : print(value);
  if (Array.isArray(value)) {
    return `[${value.map((item) => formatted(item, verb, print)).join(" ")}]`;
  }
  if (letter === "T") return typeName(value);
  const text = typeof value === "string"
    ? formattedText(value, verb)
    : isNumber(value)
    ? isWhole(value) ? formattedWhole(BigInt(value), verb) : formattedFraction(Number(value), verb)
    : typeof value === "boolean" && letter === "t"
    ? String(value)
    : undefined;
  return text ?? `%!${letter}(${typeName(value)}=${print(value)})`;
}

function formattedText(value: string, { letter, precision }: Verb): string | undefined {
  const cut = precision === undefined ? value : [...value].slice(0, precision).join("");
  if (letter === "s") return cut;
  if (letter === "q") return JSON.stringify(cut);
  if (letter !== "x" && letter !== "X") return undefined;
  const bytes = [...new TextEncoder().encode(cut)];
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return letter === "x" ? hex : hex.toUpperCase();
}

const bases: Record<string, number> = { d: 10, x: 16, X: 16, o: 8, b: 2 };
const prefixes: Record<string, string> = { x: "0x", X: "0X", o: "0", b: "0b" };

function formattedWhole(value: bigint, verb: Verb): string | undefined {
  const { letter, flags } = verb;
  if (letter === "c") return String.fromCodePoint(Number(value));
  if (letter === "q") return `'${String.fromCodePoint(Number(value))}'`;
  if (letter === "U") return `U+${value.toString(16).toUpperCase().padStart(4, "0")}`;
  const base = bases[letter];
  if (base === undefined) return undefined;
  const digits = (value < 0n ? -value : value).toString(base);
  const shown = letter === "X" ? digits.toUpperCase() : digits;
  const prefix = flags.includes("#") ? prefixes[letter] ?? "" : "";
  return signed(`${value < 0n ? "-" : ""}${prefix}${shown}`, verb);
}

function formattedFraction(value: number, verb: Verb): string | undefined {
  const { letter, precision } = verb;
  if (letter === "f" || letter === "F") return signed(value.toFixed(precision ?? 6), verb);
  if (letter === "e" || letter === "E") {
    const text = exponent(value.toExponential(precision ?? 6));
    return signed(letter === "e" ? text : text.toUpperCase(), verb);
  }
  if (letter !== "g" && letter !== "G") return undefined;
  return signed(
    precision === undefined ? String(value) : String(+value.toPrecision(precision)),
    verb,
  );
}

/** Go writes at least two digits of an exponent. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function signed(text: string, { flags }: Verb): string {
  if (text.startsWith("-")) return text;
  return flags.includes("+") ? `+${text}` : flags.includes(" ") ? ` ${text}` : text;
}

function pad(text: string, { flags, width, letter }: Verb): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes("-")) return text + " ".repeat(missing);
  if (!flags.includes("0")) return " ".repeat(missing) + text;
  const sign = letter !== "s" && /^[+-]/.test(text) ? text[0] : "";
  return sign + "0".repeat(missing) + text.slice(sign.length);
}
