import { formatExactJson } from "../../lib/exact_json.ts";
import { compare, equal } from "./compare.ts";
import { formatGo, type Print } from "./printf.ts";
import {
  byteLength,
  byteSlice,
  isCount,
  isNothing,
  isRecord,
  NoValue,
  truth,
  typeName,
} from "./values.ts";
import { WrongArgument } from "./wrong_argument.ts";

/** A function of templates; `print` writes a value as `{{.}}` would. @throws WrongArgument */
export type TemplateFunction = (args: readonly unknown[], print: Print) => unknown;

/** `and` and `or` stop at the first value that decides, so that the caller evaluates for them. */
export const lazyFunctions: ReadonlyMap<string, boolean> = new Map([["and", false], ["or", true]]);

/** The functions of Go's templates, and those that docker adds. */
export const templateFunctions: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.entries<TemplateFunction>({
    not: exactly(1, ([value]) => !truth(value)),
    eq: atLeast(2, ([first, ...others]) => others.some((other) => equal(first, other))),
    ne: exactly(2, ([a, b]) => !equal(a, b)),
    lt: exactly(2, ([a, b]) => compare(a, b) < 0),
    le: exactly(2, ([a, b]) => compare(a, b) <= 0),
    gt: exactly(2, ([a, b]) => compare(a, b) > 0),
    ge: exactly(2, ([a, b]) => compare(a, b) >= 0),
    len: exactly(1, ([value]) => lengthOf(value)),
    index: atLeast(1, ([value, ...keys]) => keys.reduce(element, value)),
    slice: atLeast(1, ([value, ...bounds]) => part(value, bounds)),
    print: (args, print) => joined(args, print),
    println: (args, print) => `${args.map(print).join(" ")}\n`,
    printf: atLeast(1, ([format, ...args], print) => formatGo(text(format), args, print)),
    html: (args, print) => joined(args, print).replace(/[\0"'&<>]/g, (found) => htmlEscapes[found]),
    js: (args, print) => joined(args, print).replace(/[\\'"<>&=\p{Cc}]/gu, jsEscaped),
    urlquery: (args, print) => queryEscaped(joined(args, print)),
    json: exactly(1, ([value]) => formatExactJson(value ?? null)),
    split: exactly(2, ([value, separator]) => text(value).split(text(separator))),
    join: exactly(2, ([list, separator]) => listOf(list).map(text).join(text(separator))),
    lower: exactly(1, ([value]) => text(value).toLowerCase()),
    upper: exactly(1, ([value]) => text(value).toUpperCase()),
    title: exactly(1, ([value]) => titled(text(value))),
    pad: exactly(3, ([value, before, after]) => {
      const inner = text(value);
      return inner === "" ? "" : `${" ".repeat(count(before))}${inner}${" ".repeat(count(after))}`;
    }),
    truncate: exactly(2, ([value, length]) => byteSlice(text(value), 0, count(length))),
  }),
);

/** The names that a template may call. */
export const functionNames: ReadonlySet<string> = new Set([
  ...lazyFunctions.keys(),
  ...templateFunctions.keys(),
]);

/** What docker's tables do to their headers with these: nothing. */
export const headerFunctions: ReadonlyMap<string, TemplateFunction> = new Map([
  ...templateFunctions,
  ...["json", "title", "lower", "upper", "truncate"].map((name) =>
    [name, ([value]: readonly unknown[]) => value] as const
  ),
]);

const htmlEscapes: Record<string, string> = {
  "\0": "\ufffd",
  '"': "&#34;",
  "'": "&#39;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};
const jsEscapes: Record<string, string> = { "\\": "\\\\", "'": "\\'", '"': '\\"' };

function exactly(wanted: number, run: TemplateFunction): TemplateFunction {
  return (args, print) => {
    if (args.length === wanted) return run(args, print);
    throw new WrongArgument(
      `it takes ${wanted} value${wanted === 1 ? "" : "s"}, not ${args.length}`,
    );
  };
}

function atLeast(wanted: number, run: TemplateFunction): TemplateFunction {
  return (args, print) => {
    if (args.length >= wanted) return run(args, print);
    throw new WrongArgument(`it takes ${wanted} values or more, not ${args.length}`);
  };
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof NoValue && value.text === "") return "";
  throw new WrongArgument(`it takes text, not ${typeName(value)}`);
}

function count(value: unknown): number {
  if (isCount(value) && value >= 0) return value;
  throw new WrongArgument("it takes a whole number of at least 0");
}

function listOf(value: unknown): readonly unknown[] {
  if (isNothing(value)) return [];
  if (Array.isArray(value)) return value;
  throw new WrongArgument(`it takes a list, not ${typeName(value)}`);
}

function lengthOf(value: unknown): number {
  if (typeof value === "string") return byteLength(value);
  if (Array.isArray(value)) return value.length;
  if (isRecord(value)) return Object.keys(value).length;
  if (isNothing(value)) return 0;
  throw new WrongArgument(`${typeName(value)} has no length`);
}

/** What `index` picks; a key that a map does not have is empty. */
function element(value: unknown, key: unknown): unknown {
  if (isRecord(value) || (isNothing(value) && typeof key === "string")) {
    if (typeof key !== "string") throw new WrongArgument("a map is asked with text");
    if (isRecord(value) && Object.hasOwn(value, key)) return value[key];
    const others = isRecord(value) ? Object.values(value) : [];
    return others.every((other) => typeof other === "string") ? "" : null;
  }
  if (Array.isArray(value) || typeof value === "string" || isNothing(value)) {
    const length = lengthOf(value);
    if (!isCount(key) || key < 0) throw new WrongArgument("a list is asked with a whole number");
    if (key >= length) throw new WrongArgument(`there is no element ${key}, only ${length}`);
    return typeof value === "string"
      ? new TextEncoder().encode(value)[key]
      : (value as unknown[])[key];
  }
  throw new WrongArgument(`${typeName(value)} has no elements`);
}

function part(value: unknown, bounds: readonly unknown[]): unknown {
  const length = lengthOf(value);
  const [from = 0, to = length] = bounds.map(count);
  if (to > length || from > to || bounds.length > 2) {
    throw new WrongArgument(`there is no part from ${from} to ${to} of ${length}`);
  }
  return typeof value === "string" ? byteSlice(value, from, to) : listOf(value).slice(from, to);
}

/** Go's `print`: a space between two values of which none is text. */
function joined(args: readonly unknown[], print: Print): string {
  return args.map((value, at) => {
    const spaced = at > 0 && typeof value !== "string" && typeof args[at - 1] !== "string";
    return `${spaced ? " " : ""}${print(value)}`;
  }).join("");
}

function jsEscaped(found: string): string {
  const code = found.charCodeAt(0).toString(16).toUpperCase();
  return jsEscapes[found] ?? `\\u${code.padStart(4, "0")}`;
}

function queryEscaped(value: string): string {
  const escaped = encodeURIComponent(value).replaceAll("%20", "+");
  return escaped.replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function titled(value: string): string {
  return value.replace(
    /(^|[^\p{L}\p{N}_'])(\p{L})/gu,
    (_, before, letter) => `${before}${letter.toUpperCase()}`,
  );
}
