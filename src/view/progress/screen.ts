import type { Environment } from "../../lib/environment.ts";

/** Where progress is drawn, and the clock; the command's context fits. */
export interface ProgressScreen {
  readonly stderr: { readonly isTerminal: boolean; write(text: string): void };
  readonly env: Environment;
  /** Milliseconds since the epoch. */
  now(): number;
  windowSize(): { columns: number; rows: number } | undefined;
}

/** True when colours and other escape sequences of programs may reach stderr. */
export function allowsColor({ stderr, env }: ProgressScreen): boolean {
  return stderr.isTerminal && !env.NO_COLOR && env.TERM !== "dumb";
}

/**
 * What a line shows that a program redraws with carriage returns: the text since the last one. One
 * at the end stays: what follows it is not known yet.
 */
export function lastDrawing(line: string): string {
  return line.slice(line.lastIndexOf("\r", line.length - 2) + 1);
}
