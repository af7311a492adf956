import { copyOutput } from "../../engine/output.ts";
import type { HijackedStream } from "../../engine/transport.ts";
import type { DetachScanner } from "./detach_keys.ts";
import type { SessionIo } from "./session_io.ts";

const bufferSize = 64 * 1024;

/** How the two directions of an attached container or exec are to be joined to the caller. */
export interface PumpOptions {
  tty: boolean;
  /** Passes the caller's stdin on. */
  stdin: boolean;
  /**
   * Tells the engine of the end of stdin. Only where it closes the program's stdin and nothing
   * else: not on a terminal, not without StdinOnce (engine.md 3.4).
   */
  halfClose: boolean;
  /** Watches what is typed for the keys that leave. */
  detach?: DetachScanner;
  signal?: AbortSignal;
}

/**
 * Joins the caller's streams to the engine's until the output ends or the detach keys are typed.
 *
 * @returns how it ended
 * @throws what the caller's stdout or stderr throws (BrokenPipe), the abort reason, and Failure
 * when the engine breaks off
 */
export async function pump(
  stream: HijackedStream,
  io: SessionIo,
  options: PumpOptions,
): Promise<"ended" | "detached"> {
  const sinks = {
    stdout: (bytes: Uint8Array) => io.stdout.writeBytes(bytes),
    stderr: (bytes: Uint8Array) => io.stderr.writeBytes(bytes),
  };
  const output = copyOutput(stream, sinks, options).then(() => "ended" as const);
  if (!options.stdin) return await output;
  const input = pumpInput(stream, io, options);
  // The end of the input decides nothing by itself; being told to leave and failing do.
  const left = input.then((end) => end === "detached" ? end : output);
  try {
    return await Promise.race([output, left]);
  } finally {
    output.catch(() => {}); // After a detach the closed stream is no news.
    left.catch(() => {});
  }
}

/** Passes stdin on to its end, to the detach keys, or until the engine takes no more. */
async function pumpInput(
  stream: HijackedStream,
  io: SessionIo,
  options: PumpOptions,
): Promise<"end" | "detached"> {
  const buffer = new Uint8Array(bufferSize);
  for (;;) {
    const count = await io.stdin.read(buffer);
    if (count === null) break;
    const typed = buffer.subarray(0, count);
    const { pass, detached } = options.detach?.push(typed) ?? { pass: typed, detached: false };
    if (!await sendInput(stream, pass)) return "end";
    if (detached) return "detached";
  }
  if (options.halfClose) await closeInput(stream);
  return "end";
}

/** Passes bytes on. False when the other side has gone: the output's end says the rest. */
export async function sendInput(stream: HijackedStream, bytes: Uint8Array): Promise<boolean> {
  try {
    while (bytes.length > 0) bytes = bytes.subarray(await stream.write(bytes));
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

async function closeInput(stream: HijackedStream): Promise<void> {
  try {
    await stream.closeWrite();
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.NotConnected || error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.Interrupted;
}
