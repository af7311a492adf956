import { continuedLines } from "./continued_lines.ts";
import { isChainable } from "./chainable.ts";
import { scanShell } from "./shell_scan.ts";

/** Stands for a text until the rest is put together; a shell takes it for part of a word. */
const mark = (at: number) => `dk_text_${at}_`;

/** `echo TEXT`, where nothing else is a word of it. */
const echoed =
  /(^|[;&|({]\s*|\b(?:then|do|else)\s+)echo[ \t]+(dk_text_(\d+)_)(?=[ \t]*($|\d?[>|;&)]))/gm;

/** Flags behind which programs take their own language, which ends as well without a line end. */
const codeFlag = /(^|\s)-\w*[ce]\s*$/;

/**
 * A command with texts of several lines in quotes, as `printf` makes them of their lines: a
 * Dockerfile has no other way to write one for every builder. Undefined where the lines cannot be
 * told apart.
 */
export function quotedLines(text: string): string | undefined {
  const { bare, comment } = scanShell(text.trimEnd());
  if (/(?<!<)<<(?!<)/.test(bare)) return undefined;
  const lists: string[][] = [];
  let rest = "";
  let copied = 0;
  for (const { start, end } of quotesIn(text.trimEnd(), comment)) {
    const inner = text.slice(start + 1, end - 1);
    if (!inner.includes("\n")) continue;
    const before = text.slice(copied, start);
    const words = wordsOf(inner, text[start], codeFlag.test(before));
    if (!words || text[start - 1] === "$") return undefined;
    rest += before + mark(lists.push(words) - 1);
    copied = end;
  }
  if (lists.length === 0) return undefined;
  rest += text.trimEnd().slice(copied);
  const whole = rest.includes("\n") ? continuedLines(rest) : grouped(rest);
  return whole && withTexts(whole, lists);
}

function grouped(command: string): string {
  const { bare, comment } = scanShell(command);
  const code = command.slice(0, comment).slice(0, bare.replace(/[\s;]+$/, "").length);
  if (isChainable(code)) return code;
  return code.endsWith("&") ? `{ ${code} }` : `{ ${code}; }`;
}

/** Where quoted texts begin and end, from the first quote to behind the last. */
function quotesIn(text: string, end: number): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let at = 0; at < end; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "'" || text[at] === '"') {
      const start = at;
      for (at++; at < end && text[at] !== text[start]; at++) {
        if (text[start] === '"' && text[at] === "\\") at++;
      }
      found.push({ start, end: at + 1 });
    }
  }
  return found;
}

/** One word for each line of a quoted text. */
function wordsOf(inner: string, quote: string, isCode: boolean): string[] | undefined {
  const lines = inner.split("\n");
  if (isCode) { while (lines.length > 1 && lines.at(-1)!.trim() === "") lines.pop(); }
  // What `$( )` gives has no line ends at its end.
  if (lines.at(-1) === "") return undefined;
  const isWhole = (line: string) =>
    quote === "'" || !/`|\$\(|\$\{[^}]*$|(^|[^\\])(\\\\)*\\$/.test(line);
  if (!lines.every(isWhole)) return undefined;
  return lines.map((line) =>
    /[$\\]/.test(line) && quote === '"' ? `"${line}"` : literal(line, quote)
  );
}

/** A line in the quotes that it had, or in those that need no escapes. */
function literal(line: string, quote: string): string {
  return quote === "'" || line.includes("'") ? `${quote}${line}${quote}` : `'${line}'`;
}

function withTexts(command: string, lists: readonly string[][]): string {
  const print = (at: number) => ["printf '%s\\n'", ...lists[at]].join(" \\\n      ");
  return command
    .replace(echoed, (typed, before: string, _, at: string) =>
      // A shell's echo may read backslashes as another printf does.
      lists[Number(at)].some((word) => word.includes("\\")) ? typed : before + print(Number(at)))
    .replace(/dk_text_(\d+)_/g, (_, at: string) => `"$(${print(Number(at))})"`);
}
