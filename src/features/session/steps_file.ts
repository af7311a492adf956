/** One command of a steps file. */
export interface TypedStep {
  /** Line on which it begins, from 1. */
  line: number;
  /** Without the last newline. */
  command: string;
}

/** A steps file as the shell gets it: Unix line ends, no byte order mark, a newline at the end. */
export function normalizeSteps(text: string): string {
  const lines = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  return lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`;
}

/**
 * Cuts a steps file where the shell says that a command is complete. Blank lines and comments
 * between commands are no steps.
 *
 * @param ends the last line of each complete command, from 1
 * @returns the steps, and what follows the last complete one, if it is more than blank
 */
export function cutSteps(
  text: string,
  ends: readonly number[],
): { steps: TypedStep[]; unfinished: TypedStep | undefined } {
  const lines = text.replace(/\n$/, "").split("\n");
  const steps: TypedStep[] = [];
  let start = 0;
  for (const end of ends) {
    const step = stepOf(lines, start, end);
    if (step) steps.push(step);
    start = end;
  }
  return { steps, unfinished: stepOf(lines, start, lines.length) };
}

function stepOf(lines: readonly string[], start: number, end: number): TypedStep | undefined {
  const own = lines.slice(start, end);
  if (own.every((line) => /^\s*(#.*)?$/.test(line))) return undefined;
  return { line: start + 1, command: own.join("\n") };
}
