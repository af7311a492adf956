import { textWidth } from "../lib/text_width.ts";
import type { Key } from "./keys.ts";

/** Lines that are being edited, and where the cursor is. */
export interface Edited {
  lines: readonly string[];
  row: number;
  /** Characters (not bytes) before the cursor. */
  column: number;
  /** True as long as what is typed takes the place of the line. */
  isReplaceable?: boolean;
}

/** What a key made of it. */
export type Step = { edited: Edited } | { end: "done" | "interrupt" | "end-of-input" };

/**
 * One line with the cursor at its end, or lines with an empty one below that takes what is added.
 *
 * @param isReplaceable true where text takes the place of the line, unless another key comes first
 */
export function beginEditing(
  lines: readonly string[],
  isList: boolean,
  isReplaceable = false,
): Edited {
  const all = isList ? [...lines, ""] : [lines[0] ?? ""];
  const row = all.length - 1;
  return { lines: all, row, column: [...all[row]].length, isReplaceable };
}

/**
 * What one key does. Enter ends a single line; in a list it goes to the next line, and on the empty
 * last one it ends. A line that is emptied is gone once the cursor leaves it.
 */
export function pressKey(before: Edited, key: Key, isList: boolean): Step {
  if (key.kind === "other") return { edited: before };
  const { isReplaceable, ...edited } = before;
  const { lines, row, column } = edited;
  const characters = [...lines[row]];
  switch (key.kind) {
    case "interrupt":
      return { end: "interrupt" };
    case "closed":
      return { end: "end-of-input" };
    case "end-of-input":
      if (column < characters.length) return { edited: cut(edited, column, column + 1) };
      return { end: "end-of-input" };
    case "enter":
      return pressEnter(edited, isList);
    case "up":
      return { edited: goTo(edited, row - 1) };
    case "down":
      return { edited: goTo(edited, row + 1) };
    default:
      if (isReplaceable && key.kind === "text") {
        return { edited: insert({ lines: lines.with(row, ""), row, column: 0 }, key.text) };
      }
      return { edited: editLine(edited, key, characters) };
  }
}

/** The lines without the empty ones. */
export function editedLines({ lines }: Edited): string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

function pressEnter(edited: Edited, isList: boolean): Step {
  const { lines, row } = edited;
  const isLast = row === lines.length - 1;
  if (!isList || isLast && lines[row].trim() === "") return { end: "done" };
  if (!isLast) return { edited: goTo(edited, row + 1) };
  return { edited: { lines: [...lines, ""], row: row + 1, column: 0 } };
}

function editLine(edited: Edited, key: Key, characters: readonly string[]): Edited {
  const { column } = edited;
  switch (key.kind) {
    case "text":
      return insert(edited, key.text);
    case "left":
      return { ...edited, column: Math.max(0, column - 1) };
    case "right":
      return { ...edited, column: Math.min(characters.length, column + 1) };
    case "home":
      return { ...edited, column: 0 };
    case "end":
      return { ...edited, column: characters.length };
    case "backspace":
      return cut(edited, column - 1, column);
    case "delete":
      return cut(edited, column, column + 1);
    case "cut-left":
      return cut(edited, 0, column);
    case "cut-right":
      return cut(edited, column, characters.length);
    case "cut-word":
      return cut(edited, startOfWord(characters, column), column);
    default:
      return edited;
  }
}

function insert(edited: Edited, text: string): Edited {
  const { lines, row, column } = edited;
  const characters = [...lines[row]];
  characters.splice(column, 0, text);
  return { lines: lines.with(row, characters.join("")), row, column: column + [...text].length };
}

function cut({ lines, row, column }: Edited, from: number, to: number): Edited {
  const start = Math.max(0, from);
  const characters = [...lines[row]];
  characters.splice(start, to - start);
  return { lines: lines.with(row, characters.join("")), row, column: Math.min(start, column) };
}

function startOfWord(characters: readonly string[], column: number): number {
  let at = column;
  while (at > 0 && characters[at - 1] === " ") at--;
  while (at > 0 && characters[at - 1] !== " ") at--;
  return at;
}

/** To the end of another line. The line left behind goes if it is empty, the last one excepted. */
function goTo({ lines, row, column }: Edited, target: number): Edited {
  if (target < 0 || target >= lines.length) return { lines, row, column };
  const isGone = lines[row].trim() === "" && row < lines.length - 1;
  const kept = isGone ? lines.toSpliced(row, 1) : lines;
  const next = isGone && target > row ? target - 1 : target;
  return { lines: kept, row: next, column: [...kept[next]].length };
}

/** What of a list is shown, and where the cursor is in it. */
export interface Shown {
  rows: string[];
  /** From the first of the rows and from the left margin. */
  cursor: { row: number; column: number };
}

/**
 * The rows to draw, none wider than `columns`: of a long line the part around the cursor, of a long
 * list the lines around it.
 */
export function showEdited(edited: Edited, columns: number, mostRows: number): Shown {
  const { lines, row, column } = edited;
  const count = Math.max(1, Math.min(lines.length, mostRows));
  const first = Math.max(0, Math.min(row - Math.floor(count / 2), lines.length - count));
  const shown = lines.slice(first, first + count).map((line, at) =>
    partOf(line, first + at === row ? column : 0, columns)
  );
  return {
    rows: shown.map(({ text }) => text),
    cursor: { row: row - first, column: shown[row - first].cursor },
  };
}

/** The part of a line that fits, with the character at `column` in it; ellipses for the rest. */
function partOf(line: string, column: number, columns: number): { text: string; cursor: number } {
  const characters = [...line];
  // One more for the cursor behind the last character.
  if (textWidth(line) < columns) {
    return { text: line, cursor: textWidth(characters.slice(0, column).join("")) };
  }
  const width = Math.max(1, columns - 3);
  let start = column;
  let used = 0;
  while (start > 0 && used + textWidth(characters[start - 1]) <= width) {
    used += textWidth(characters[--start]);
  }
  let end = column;
  let total = used;
  while (end < characters.length && total + textWidth(characters[end]) <= width) {
    total += textWidth(characters[end++]);
  }
  const before = start > 0 ? "…" : "";
  const after = end < characters.length ? "…" : "";
  return {
    text: before + characters.slice(start, end).join("") + after,
    cursor: before.length + used,
  };
}
