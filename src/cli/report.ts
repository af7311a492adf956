import { Failure } from "../lib/failure.ts";
import { type OutputStream, SignalReceived } from "./context.ts";

/**
 * Prints an error once, in its three parts, and tells the exit code. The only place that words
 * an error for the terminal.
 *
 * @param debug adds the stack and the chain of causes
 */
export function reportError(error: unknown, stderr: OutputStream, debug: boolean): number {
  if (error instanceof SuppressedError) {
    const exitCode = reportError(error.suppressed, stderr, debug); // What happened first decides.
    reportError(error.error, stderr, debug);
    return exitCode;
  }
  if (error instanceof SignalReceived) return error.exitCode;
  if (error instanceof Deno.errors.BrokenPipe) return 141; // The reader of stdout went away.
  say(stderr, error instanceof Failure ? failureText(error) : faultText(error, debug));
  if (debug) say(stderr, causes(error));
  return error instanceof Failure ? error.exitCode : 1;
}

/** Where not even the error can be written, the exit code still says that there was one. */
function say(stderr: OutputStream, text: string): void {
  try {
    stderr.write(text);
  } catch {
    // There is no other place to say it.
  }
}

function faultText(error: unknown, debug: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  const advice = debug ? "" : "This is a fault in dk; run again with --debug to see where\n";
  return `dk: ${message || "Unknown error"}\n${advice}`;
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
