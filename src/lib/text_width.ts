import { withoutEscapes } from "./escape_sequences.ts";

const plainAscii = /^[\x20-\x7e]*$/;

/**
 * Columns that a text takes on a terminal: two for East Asian wide characters and emoji, none
 * for combining marks and control characters.
 */
export function textWidth(text: string): number {
  if (plainAscii.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += characterWidth(character);
  return columns;
}

/** Cuts a text to a number of columns; what was cut shows as an ellipsis. */
export function fitText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = "";
  let used = 1;
  for (const character of text) {
    used += characterWidth(character);
    if (used > columns) break;
    kept += character;
  }
  return columns < 1 ? "" : `${kept}…`;
}

/** Adds spaces up to a number of columns. */
export function padText(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - textWidth(text)));
}

/**
 * Cuts a text between words into lines of no more than `columns`; a longer word has a line of its
 * own. Spaces at the beginning of the text stay.
 *
 * @param indent what every line but the first begins with
 */
export function wrapText(text: string, columns: number, indent = ""): string[] {
  const [, margin, rest] = /^(\s*)([^]*)$/.exec(text)!;
  const lines: string[] = [];
  let line = margin;
  let isEmpty = true;
  for (const [, space, word] of rest.matchAll(/(\s*)(\S+)/g)) {
    if (!isEmpty && textWidth(line) + textWidth(space + word) > columns) {
      lines.push(line);
      [line, isEmpty] = [indent, true];
    }
    line += isEmpty ? word : space + word;
    isEmpty = false;
  }
  return [...lines, line];
}

/**
 * Text of somebody else (an engine, a registry) made harmless for one line of a terminal:
 * control characters, escape sequences among them, are gone.
 */
export function printable(text: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what this is about
  return withoutEscapes(text).replace(/[\x00-\x1f\x7f-\x9f]/g, "");
}

/** The patterns stand in here because the runtime takes a quarter of a millisecond to read them. */
function characterWidth(character: string): number {
  if (plainAscii.test(character)) return 1;
  const invisible = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]$/u;
  const wide =
    /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;
  if (invisible.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
