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

/** Go's line scanner refuses lines that do not fit into its 64 KiB buffer with their newline. */
const LONGEST_LINE = 64 * 1024;

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
    if (text.length >= LONGEST_LINE) {
      throw new Failure(`Line ${index + 1} of ${name} is longer than 64 KiB`);
    }
    if (text.startsWith("#")) continue;
    const source = trimSpace(text);
    if (source !== "") patterns.push(parsePattern(source, index + 1, name));
  }
  return patterns;
}

function parsePattern(source: string, line: number, name: string): IgnorePattern {
  const exception = source.startsWith("!");
  const text = exception ? trimSpace(source.slice(1)) : source;
  if (text === "") {
    throw new Failure(`Line ${line} of ${name} is a lone "!"`, {
      why: "An exception needs a pattern",
      next: "Write what to keep behind it, or remove the line",
    });
  }
  return { pattern: cleanPattern(text), exception, line, source };
}

/** A pattern that no file holds: dk keeps what the engine needs. */
export function keepPattern(path: string): IgnorePattern {
  return { pattern: cleanPattern(path), exception: true, line: undefined, source: `!${path}` };
}

function cleanPattern(text: string): string {
  const cleaned = normalize(text);
  return cleaned.length > 1 && cleaned.startsWith("/") ? cleaned.slice(1) : cleaned;
}

/** Trims what Go's unicode.IsSpace calls space; JavaScript also trims U+FEFF, Go U+0085. */
function trimSpace(text: string): string {
  return text.replace(
    /^[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g,
    "",
  );
}
