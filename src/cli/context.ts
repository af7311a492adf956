import type { Environment } from "../lib/environment.ts";
import type { InputSource } from "../lib/shared_input.ts";

/** A stream that dk writes to: stdout or stderr. */
export interface OutputStream {
  readonly isTerminal: boolean;
  /** Writes the whole text at once. @throws Deno.errors.BrokenPipe when the reader is gone */
  write(text: string): void;
  /** Writes all bytes, waiting for a slow reader. */
  writeBytes(bytes: Uint8Array): Promise<void>;
}

/** The stream that dk reads from. */
export interface InputStream extends InputSource {
  /**
   * Switches the terminal between raw (every key as it is typed) and cooked. `signals` leaves those
   * keys out that send a signal.
   */
  setRaw(raw: boolean, options?: { signals: boolean }): void;
}

/** Signals that dk takes: those that end it, and those that it passes on. */
export type SignalName =
  | "SIGHUP"
  | "SIGINT"
  | "SIGQUIT"
  | "SIGUSR1"
  | "SIGUSR2"
  | "SIGTERM"
  | "SIGCONT"
  | "SIGTSTP"
  | "SIGWINCH"
  | "SIGALRM"
  | "SIGTTIN"
  | "SIGTTOU";

/** Size of a terminal in characters. */
export interface WindowSize {
  columns: number;
  rows: number;
}

/**
 * The world as a command sees it. Nothing below reads the environment, the clock, the working
 * directory or a standard stream in any other way, so that all of it can be set in a test.
 */
export interface DkContext {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Environment;
  /** Absolute working directory. */
  readonly cwd: string;
  /**
   * Aborts with a {@link SignalReceived} on SIGINT, SIGTERM or SIGHUP. dk listens for them from
   * the first look at this on, which takes a millisecond: a command that only asks, and so leaves
   * nothing behind when a signal ends it at once, does without.
   */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The user that dk runs as, by numbers. */
  account(): { uid: number; gid: number };
  /**
   * Takes over the named signals until disposed: they reach `handler` and no longer abort
   * {@link DkContext.signal}. `dk run` forwards them to the container this way.
   */
  onSignals(names: readonly SignalName[], handler: (name: SignalName) => void): Disposable;
  /** Size of the terminal behind stdin, stdout or stderr; undefined when none is one. */
  windowSize(): WindowSize | undefined;
  /** Flags that stand before or after any command. */
  readonly global: GlobalFlags;
}

/** Flags that every command accepts, at any place before `--` or the container's command. */
export interface GlobalFlags {
  host?: string;
  context?: string;
  /** Docker's configuration directory (`--config`). */
  config?: string;
  debug: boolean;
}

const signalNumbers: Partial<Record<SignalName, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** The abort reason when a signal ends dk; main exits with 128 plus the signal's number. */
export class SignalReceived extends Error {
  override readonly name = "SignalReceived";
  readonly exitCode: number;

  constructor(readonly signalName: SignalName) {
    super(`Ended by ${signalName}`);
    this.exitCode = 128 + (signalNumbers[signalName] ?? 0);
  }
}
