import { Failure } from "../failure.ts";
import { normalize } from "../path.ts";

/** One pattern of an ignore file. */
export interface IgnorePattern {
  /** Cleaned pattern without its `!`: what is matched. */
  pattern: string;
  /** True for `!pattern`: what it matches is sent after all. */
  exception: boolean;
  /** Line in the file, from 1; undefined for a pattern that dk added itself. */
  line: number | undefined;
  /** The line as written, trimmed. */
  source: string;
}

/** Go's line scanner refuses lines that, with their newline, do not fit into 64 KiB. */
const LONGEST_LINE = 64 * 1024 - 1;

/**
 * The patterns of a `.dockerignore`, as docker reads them (engine.md 6.1): a UTF-8 mark is
 * dropped, `#` starts a comment in the first column only, space around a pattern is trimmed, the
 * path cleaned (`..`, `//`, a trailing slash) and one leading slash dropped.
 *
 * @param name the file's name, for messages
 * @throws Failure for a lone `!` and for a line longer than 64 KiB
 */
export function parseIgnoreFile(content: Uint8Array, name: string): IgnorePattern[] {
  const patterns: IgnorePattern[] = [];
  // TextDecoder drops the mark at the start, and only there.
  const lines = new TextDecoder().decode(content).split("\n");
  for (const [index, text] of lines.entries()) {
    if (isTooLong(text)) {
      throw new Failure(`Line ${index + 1} of ${name} is longer than 64 KiB`, {
        next: "Break it into several patterns",
      });
    }
    if (text.startsWith("#")) continue;
    const source = trimSpace(text);
    const pattern = source === "" ? undefined : parsePattern(source, index + 1, name);
    if (pattern !== undefined) patterns.push(pattern);
  }
  return patterns;
}

/** A pattern that stands in no file: what the engine needs is kept, whatever its name holds. */
export function keepPattern(path: string): IgnorePattern {
  return { pattern: literal(path), exception: true, line: undefined, source: `!${path}` };
}

/**
 * The line that names `path`, and nothing that is only similar, in an ignore file: whatever its
 * name holds, a `!` in front or space at the end included.
 *
 * @param path normalised, from the context's root; or `**` with a slash before it
 */
export function ignoreLine(path: string): string {
  const [, anywhere = "", name] = /^(\*\*\/)?(.*)$/s.exec(path)!;
  const line = anywhere + literal(name)
    .replace(/^\s|\s$/g, (space) => `[${space}]`)
    .replace(/[\r\n]/g, "?");
  return line.replace(/^!/, "\\!").replace(/^#/, "/#");
}

/** Characters with a meaning in patterns stand for themselves. */
function literal(path: string): string {
  return path.replace(/[*?[\]\\^]/g, "\\$&");
}

/**
 * Docker cleans twice, the second time with the `!` in front and after the leading slash is
 * gone. So `./!x` ends as an exception, `/ x` as `x`, and `!/` as a lone `!`.
 */
function parsePattern(source: string, line: number, name: string): IgnorePattern | undefined {
  const inverted = source.startsWith("!");
  const text = inverted ? trimSpace(source.slice(1)) : source;
  const path = text === "" ? "" : dropSlash(normalize(text));
  const once = inverted ? `!${path}` : path;
  return cleanAgain(once, { line, source }, name);
}

/**
 * A pattern that an engine sends from an ignore file: it has cleaned it once, as its own parser
 * does, and leaves the second cleaning to the client.
 *
 * @param name the file's name, for messages
 * @returns undefined for an empty one
 * @throws Failure for a lone `!`
 */
export function parseSentPattern(sent: string, name: string): IgnorePattern | undefined {
  return cleanAgain(sent, { line: undefined, source: sent }, name);
}

function cleanAgain(
  once: string,
  origin: Pick<IgnorePattern, "line" | "source">,
  name: string,
): IgnorePattern | undefined {
  const whole = trimSpace(once);
  if (whole === "") return undefined;
  const cleaned = normalize(whole);
  if (cleaned === "!") throw loneExclamation(origin, name);
  const exception = cleaned.startsWith("!");
  return { pattern: exception ? cleaned.slice(1) : cleaned, exception, ...origin };
}

function dropSlash(path: string): string {
  return path.length > 1 && path.startsWith("/") ? path.slice(1) : path;
}

function loneExclamation(
  { line, source }: Pick<IgnorePattern, "line" | "source">,
  name: string,
): Failure {
  const place = line === undefined ? name : `Line ${line} of ${name}`;
  return new Failure(`${place} (${source}) excepts nothing`, {
    why: "An exception needs a pattern behind its exclamation mark",
    next: "Write what to keep, or remove the line",
  });
}

function isTooLong(line: string): boolean {
  // A UTF-16 unit is at most three bytes: most lines need no count.
  return line.length * 3 > LONGEST_LINE && new TextEncoder().encode(line).length > LONGEST_LINE;
}

const SPACE = String.raw`(?:[^\S\ufeff]|\x85)+`;
const OUTER_SPACE = new RegExp(`^${SPACE}|${SPACE}$`, "g");

/** Trims what Go takes for space: JavaScript's trim() would also take U+FEFF and leave U+0085. */
function trimSpace(text: string): string {
  return text.replace(OUTER_SPACE, "");
}
