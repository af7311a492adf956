import type { Environment } from "../../lib/environment.ts";

/** Where progress is drawn, and the clock; the command's context fits. */
export interface ProgressScreen {
  readonly stderr: { readonly isTerminal: boolean; write(text: string): void };
  readonly env: Environment;
  /** Milliseconds since the epoch. */
  now(): number;
  windowSize(): { columns: number; rows: number } | undefined;
}

/** True where lines can be drawn anew; pipes, files and simple terminals get plain ones. */
export function allowsDrawing({ stderr, env }: ProgressScreen): boolean {
  return stderr.isTerminal && env.TERM !== "dumb";
}

/** True when colours and other escape sequences of programs may reach stderr. */
export function allowsColor(screen: ProgressScreen): boolean {
  return allowsDrawing(screen) && !screen.env.NO_COLOR;
}

/**
 * What a line shows that a program redraws with carriage returns: the text since the last one. One
 * at the end stays: what follows it is not known yet.
 */
export function lastDrawing(line: string): string {
  return line.slice(line.lastIndexOf("\r", line.length - 2) + 1);
}
