/** What a {@link Failure} can say beyond its message. */
export interface FailureDetails {
  /** Why it failed, in the words of whoever refused (engine, kernel, registry). */
  why?: string;
  /** What the user can do next; one imperative sentence. */
  next?: string;
  /** Exit code that main sets; 1 when left out. */
  exitCode?: number;
  /** The error that led here, kept for `--debug`. */
  cause?: unknown;
}

/**
 * An error meant for a person: what failed (the message, with the offending value), why, and
 * what to do next. Everything dk throws on purpose is one of these; anything else is a bug.
 */
export class Failure extends Error {
  override readonly name: string = "Failure";
  readonly why?: string;
  readonly next?: string;
  readonly exitCode: number;

  /** `message` says what failed, sentence case, no trailing period. */
  constructor(message: string, details: FailureDetails = {}) {
    super(message, { cause: details.cause });
    this.why = details.why;
    this.next = details.next;
    this.exitCode = details.exitCode ?? 1;
  }
}

/** Wrong usage: bad flag, bad value, missing file named on the command line. Exit code 2. */
export class UsageFailure extends Failure {
  override readonly name = "UsageFailure";

  constructor(message: string, details: Omit<FailureDetails, "exitCode"> = {}) {
    super(message, { ...details, exitCode: 2 });
  }
}
