import { UsageFailure } from "../lib/failure.ts";
import { type DkContext, SignalReceived } from "./context.ts";

/** Bytes that a terminal in raw mode sends for keys. */
const key = { interrupt: 3, end: 4, backspace: 8, newline: 10, enter: 13, clear: 21, delete: 127 };

/** True when dk may ask: somebody sees the question and can type an answer. */
export function mayAsk(context: DkContext): boolean {
  return context.stdin.isTerminal && context.stderr.isTerminal;
}

/**
 * Asks for one line on the terminal; the question goes to stderr.
 *
 * @throws UsageFailure when the input ends before the line does
 */
export async function askLine(context: DkContext, question: string): Promise<string> {
  context.stderr.write(question);
  return (await readLine(context, () => {})).trim();
}

/**
 * Asks for one line that is not shown while it is typed. The terminal is put back on every path.
 *
 * @throws UsageFailure when the input ends, SignalReceived when ctrl-C is typed
 */
export async function askHidden(context: DkContext, question: string): Promise<string> {
  context.stderr.write(question);
  context.stdin.setRaw(true);
  try {
    return await readLine(context, (byte) => {
      if (byte === key.interrupt) throw new SignalReceived("SIGINT");
    });
  } finally {
    context.stdin.setRaw(false);
    context.stderr.write("\n");
  }
}

/** All of stdin as text, without the line end that `echo` and files put last. */
export async function readSecretInput(context: DkContext): Promise<string> {
  const bytes: number[] = [];
  const buffer = new Uint8Array(4096);
  for (;;) {
    const count = await context.stdin.read(buffer);
    if (count === null) break;
    bytes.push(...buffer.subarray(0, count));
  }
  return decode(bytes).replace(/\r?\n$/, "");
}

/** Reads up to a line end, byte by byte so that nothing behind it is taken away from others. */
async function readLine(context: DkContext, watch: (byte: number) => void): Promise<string> {
  const line: number[] = [];
  const buffer = new Uint8Array(1);
  using aborted = whenAborted(context.signal);
  for (;;) {
    // A signal must not wait for the next key.
    const count = await Promise.race([context.stdin.read(buffer), aborted.reason]);
    const [byte] = buffer;
    if (count === null || (byte === key.end && line.length === 0)) {
      throw unanswered();
    }
    watch(byte);
    if (byte === key.newline || byte === key.enter) return decode(line);
    if (byte === key.backspace || byte === key.delete) removeCharacter(line);
    else if (byte === key.clear) line.length = 0;
    else line.push(byte);
  }
}

/** The failure where the terminal goes, or ctrl-D is typed, in place of an answer. */
export function unanswered(): UsageFailure {
  return new UsageFailure("The input ended before the question was answered", {
    next: "Run the command again, or answer with flags (--help lists them)",
  });
}

/** Rejects when the signal aborts; to be disposed of when that matters no more. */
export function whenAborted(signal: AbortSignal): Disposable & { reason: Promise<never> } {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  promise.catch(() => {}); // Without a reader it is nobody's.
  return { reason: promise, [Symbol.dispose]: () => signal.removeEventListener("abort", abort) };
}

/** Removes the last character, which in UTF-8 may be several bytes. */
function removeCharacter(line: number[]): void {
  while (line.length > 0 && (line.pop()! & 0xc0) === 0x80);
}

function decode(bytes: number[]): string {
  return new TextDecoder().decode(new Uint8Array(bytes));
}
