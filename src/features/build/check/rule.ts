import type { Dockerfile, Span } from "./dockerfile.ts";

/**
 * How much a finding matters: an `error` fails the build or gives something away, a `warning`
 * makes the image worse or the build less sure, an `info` is worth knowing.
 */
export type Severity = "error" | "warning" | "info";

/** What is known beside the Dockerfile's own text. */
export interface Surroundings {
  /** Milliseconds since the epoch; decides what is out of support. */
  now: number;
  /** Values given with --build-arg; null takes what the builder knows. */
  buildArgs: Readonly<Record<string, string | null>>;
  /** The stage to stop at; the last when left out. */
  target?: string;
  /** The files that COPY takes from; undefined when there is no context to look at. */
  context?: ContextFiles;
}

/** What the rules ask of a build context. */
export interface ContextFiles {
  hasIgnoreFile: boolean;
  /** @param path from the root of the context, normalised */
  lookUp(path: string): FileState;
}

/** Whether a path is sent to the builder, and if not, why. */
export type FileState =
  | { kind: "sent" }
  | { kind: "missing" }
  /** By this line of this ignore file. */
  | { kind: "ignored"; file: string; line: number };

/** Text to put in place of a span. */
export interface Edit extends Span {
  text: string;
}

/** One place that a rule complains about. */
export interface Complaint {
  at: Span;
  /** What is wrong here; never a value that may be secret. */
  message: string;
  /** What to do about it; one imperative sentence. */
  next?: string;
  /** The mechanical repair. */
  edits?: readonly Edit[];
}

/** A check with a name that stays the same. */
export interface Rule {
  /** As BuildKit calls it, where BuildKit has the same check. */
  id: string;
  severity: Severity;
  /** What it wants; one line. */
  brief: string;
  /** Why, and what to do; one or two sentences. */
  why: string;
  find(file: Dockerfile, surroundings: Surroundings): Iterable<Complaint>;
}
