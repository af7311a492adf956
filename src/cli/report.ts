import { Failure } from "../lib/failure.ts";
import { type OutputStream, SignalReceived } from "./context.ts";

/**
 * Prints an error once, in its three parts, and tells the exit code. The only place that words
 * an error for the terminal.
 *
 * @param debug adds the stack and the chain of causes
 */
export function reportError(error: unknown, stderr: OutputStream, debug: boolean): number {
  if (error instanceof SignalReceived) return error.exitCode;
  if (error instanceof Deno.errors.BrokenPipe) return 141; // The reader of stdout went away.
  if (error instanceof Failure) {
    stderr.write(failureText(error));
    if (debug) stderr.write(causes(error));
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  stderr.write(`dk: ${message || "Unknown error"}\n`);
  stderr.write(
    debug ? causes(error) : "This is a fault in dk; run again with --debug to see where\n",
  );
  return 1;
}

function failureText(failure: Failure): string {
  const parts = [`dk: ${failure.message}`];
  if (failure.why) parts.push(`Why: ${failure.why}`);
  if (failure.next) parts.push(`Next: ${failure.next}`);
  return `${parts.join("\n")}\n`;
}

function causes(error: unknown): string {
  const lines: string[] = [];
  for (let at = error; at !== undefined; at = at instanceof Error ? at.cause : undefined) {
    lines.push(at instanceof Error ? at.stack ?? at.message : String(at));
  }
  return `${lines.join("\nCaused by: ")}\n`;
}
