import { padText, textWidth } from "../lib/text_width.ts";

const leastWidth = 10;
const gap = 3;

/**
 * Rows under a header as columns, laid out as docker does: each column at least ten wide, three
 * spaces between them, the last one without padding. Line breaks in cells become spaces.
 */
export function formatTable(header: readonly string[], rows: readonly string[][]): string {
  const all = [header, ...rows].map((row) => row.map(singleLine));
  const widths = header.map((_, column) => columnWidth(all, column));
  return all.map((row) => `${formatRow(row, widths)}\n`).join("");
}

function columnWidth(rows: readonly (readonly string[])[], column: number): number {
  let widest = 0;
  for (const row of rows) widest = Math.max(widest, textWidth(row[column] ?? ""));
  return Math.max(leastWidth, widest + gap);
}

function formatRow(row: readonly string[], widths: readonly number[]): string {
  const last = row.length - 1;
  return row.map((cell, column) => column === last ? cell : padText(cell, widths[column])).join("");
}

function singleLine(cell: string): string {
  return cell.replace(/\s*[\r\n\t]\s*/g, " ");
}
