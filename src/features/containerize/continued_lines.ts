import { isChainable } from "./chainable.ts";
import { scanShell } from "./shell_scan.ts";

/** A line of a command, without its comment. */
interface Line {
  indent: string;
  code: string;
  /** As scanShell() masks it. */
  bare: string;
  /** True where a backslash joins the next one to it. */
  continues: boolean;
}

/** Behind these, a command goes on in the next line. */
const unfinished = /[|&;(]$|(^|[\s;&|()])(then|do|else|elif|if|while|until|in|!|\{)$/;
const functionHead = /\(\)$|(^|\s)function\s+[\w-]+$/;

/**
 * A command of several lines (`if`, `for`, functions, pipes) as a Dockerfile writes one: each line
 * continued by a backslash, with the semicolons that the line ends stood for. Undefined where line
 * ends are part of a text, or stand for something else.
 */
export function continuedLines(text: string): string | undefined {
  const { bare } = scanShell(text);
  const extglob = /(^|[^$])[?*+@!]\(/;
  if (/(?<!<)<<(?!<)|\w=\([^)]*(\n|$)/.test(bare) || extglob.test(bare)) return undefined;
  const lines = linesOf(text, bare);
  if (!lines || lines.length === 0) return undefined;
  const hasPatterns = /(^|[\s;&|(])case\s/.test(bare);
  if (hasPatterns && lines.some(({ bare }) => unclosed(bare) > 0)) return undefined;
  const whole = lines.map(({ indent, code }, at) => {
    const next = lines[at + 1];
    const start = at === 0 ? code : `    ${indent}${code}`;
    return next ? `${start}${needsEnd(lines[at], next, hasPatterns) ? ";" : ""} \\\n` : start;
  }).join("");
  if (isChainable(text.trim())) return whole;
  return /[;&]$/.test(lines.at(-1)!.bare) ? `{ ${whole} }` : `{ ${whole}; }`;
}

/** Undefined where a line ends inside quotes. */
function linesOf(text: string, bare: string): Line[] | undefined {
  const lines: Line[] = [];
  for (let start = 0; start < text.length;) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const continues = found >= 0 && text[end - 1] === "\\" && bare[end] === " ";
    if (found >= 0 && !continues && (bare[end] ?? "\n") !== "\n") return undefined;
    const masked = bare.slice(start, end).trimEnd();
    const [indent] = /^[ \t]*/.exec(text.slice(start, start + masked.length))!;
    const code = text.slice(start + indent.length, start + masked.length);
    if (code !== "") lines.push({ indent, code, bare: masked.trim(), continues });
    else if (!continues && lines.length > 0) lines.at(-1)!.continues = false;
    start = end + 1;
  }
  return lines;
}

/** True where the end of the line ended a command. */
function needsEnd({ bare, continues }: Line, next: Line, hasPatterns: boolean): boolean {
  if (continues || unfinished.test(bare) || functionHead.test(bare)) return false;
  return !next.bare.startsWith(";;") && !(hasPatterns && unclosed(bare) < 0 && bare.endsWith(")"));
}

/** Parentheses that a line opens, less those that it closes. */
function unclosed(bare: string): number {
  return bare.split("(").length - bare.split(")").length;
}
