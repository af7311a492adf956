import { type Dockerfile, placeOf } from "./dockerfile.ts";
import type { Edit } from "./rule.ts";

/** Lines to put in place of those from `line` to `endLine`, both included, from 1. */
export interface FileFix {
  line: number;
  endLine: number;
  /** None removes them. */
  lines: string[];
}

/** Edits as whole lines, which is what a person can compare and an editor apply. */
export function fixOf(file: Dockerfile, edits: readonly Edit[]): FileFix {
  const ordered = edits.toSorted((a, b) => b.start - a.start);
  const line = placeOf(file, ordered.at(-1)!.start).line;
  const last = Math.max(...ordered.map(({ start, end }) => Math.max(start, end - 1)));
  const endLine = placeOf(file, last).line;
  const from = file.lineStarts[line - 1];
  const until = file.lineStarts[endLine] ?? file.text.length;
  let text = file.text.slice(from, until);
  for (const edit of ordered) {
    text = text.slice(0, edit.start - from) + edit.text + text.slice(edit.end - from);
  }
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  return { line, endLine, lines };
}

/** The file's text with fixes carried out; of two that touch the same lines the first counts. */
export function applyFixes(text: string, fixes: readonly FileFix[]): string {
  const lines = text.split("\n");
  let untouched = Infinity;
  for (const fix of fixes.toSorted((a, b) => b.line - a.line)) {
    if (fix.endLine >= untouched) continue;
    lines.splice(fix.line - 1, fix.endLine - fix.line + 1, ...fix.lines);
    untouched = fix.line;
  }
  return lines.join("\n");
}
