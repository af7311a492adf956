import type { Dockerfile, Word } from "./dockerfile.ts";
import type { Surroundings } from "./rule.ts";

/** What the variables of a FROM make of it. */
export interface Resolved {
  /** Undefined when a variable has a value that only the builder knows. */
  text: string | undefined;
  /** Variables that no ARG before the first FROM declares. */
  undeclared: string[];
  /** Declared ones that have no value unless --build-arg gives one. */
  unset: string[];
}

/** What BuildKit sets by itself: platforms of the build and of the result, by their parts. */
export const builtInArgument = /^(BUILD|TARGET)(PLATFORM|OS|OSVERSION|ARCH|VARIANT)$/;

/**
 * Puts the values of the ARGs before the first FROM into a text, as the builders do for FROM:
 * `$A`, `${A}`, `${A:-default}`, `${A-default}`, `${A:+other}`.
 */
export function resolveGlobals(
  file: Dockerfile,
  text: string,
  { buildArgs }: Surroundings,
): Resolved {
  const globals = globalArgs(file, buildArgs);
  const found: Resolved = { text: undefined, undeclared: [], unset: [] };
  let isOpen = false;
  const pattern = /\$(?:(\w+)|\{(\w+)(?:(:?[-+?])([^}]*))?\})/g;
  const resolved = text.replace(pattern, (_, plain, braced, operator = "", word = "") => {
    const name: string = plain ?? braced;
    if (builtInArgument.test(name)) {
      isOpen = true;
      return "";
    }
    const value = globals.get(name);
    if (operator.endsWith("+")) return value ? word : "";
    if (value) return value;
    if (operator.endsWith("-")) return word;
    (globals.has(name) ? found.unset : found.undeclared).push(name);
    return "";
  });
  return { ...found, text: isOpen ? undefined : unquoted(resolved) };
}

/** The ARGs before the first FROM; without a default their value is undefined. */
function globalArgs(
  { head }: Dockerfile,
  given: Surroundings["buildArgs"],
): Map<string, string | undefined> {
  const words = head.filter(({ keyword }) => keyword === "ARG").flatMap(({ words }) => words);
  return new Map(words.map((word) => {
    const [name, value] = splitPair(word);
    return [name, given[name] ?? (value === undefined ? undefined : unquoted(value))];
  }));
}

/** `NAME=value` in two; the value is undefined when there is no `=`. */
export function splitPair({ text }: Word): [name: string, value: string | undefined] {
  const equals = text.indexOf("=");
  return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
}

/** The text without the quotes around it. */
export function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text;
}
