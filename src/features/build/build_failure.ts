import { Failure, type FailureDetails } from "../../lib/failure.ts";
import { LastLines } from "../../lib/last_lines.ts";

/** Lines of a failing step's output that its error repeats. */
const tailLines = 20;

/** Which step failed and what it said last. */
export interface FailedStep {
  /** As the builder calls it. */
  name: string;
  /** Where it stands, such as `line 3 of Dockerfile`; undefined where that is not known. */
  place?: string;
  /** What it printed last. */
  tail: string;
  exitCode?: number;
}

/** A build that failed at one of its steps. */
export class BuildFailure extends Failure {
  constructor(
    readonly step: FailedStep,
    reason: string,
    details: Pick<FailureDetails, "next" | "cause"> = {},
  ) {
    const place = step.place ? ` (${step.place})` : "";
    super(`The build failed at ${step.name}${place}`, {
      ...details,
      why: explanation(step, reason),
    });
  }
}

function explanation({ tail, exitCode }: FailedStep, reason: string): string {
  const ended = exitCode === undefined ? reason : `The command ended with exit code ${exitCode}`;
  const lines = tail.split("\n").filter((line) => line.trim());
  if (lines.length === 0) return ended;
  return `${ended}; its last lines:\n${lines.map((line) => `  | ${line}`).join("\n")}`;
}

/** A piece of output of which it is not known yet what came before it. */
interface Piece {
  at: number;
  stream: "stdout" | "stderr";
  data: Uint8Array;
}

/**
 * Seconds within which the order of the two streams says nothing: a builder reads them by turns.
 * What a command says when it fails must not get lost in front of what it printed before.
 */
const uncertain = 0.5;

/** The end of what one step prints, errors behind the output of the same moment. */
class OutputTail {
  readonly #settled = new LastLines(tailLines);
  #recent: Piece[] = [];

  /** @param data printed behind all before it */
  push(data: Uint8Array): void {
    this.#settled.push(data);
  }

  add(piece: Piece): void {
    const settles = ({ at }: Piece) => at < piece.at - uncertain;
    for (const { data } of this.#recent.filter(settles)) this.#settled.push(data);
    this.#recent = [...this.#recent.filter((other) => !settles(other)), piece];
  }

  end(): string {
    for (const wanted of ["stdout", "stderr"]) {
      for (const { stream, data } of this.#recent) if (stream === wanted) this.#settled.push(data);
    }
    this.#recent = [];
    return String(this.#settled);
  }
}

/** Keeps the end of what each step prints. */
export class OutputTails {
  readonly #tails = new Map<string, OutputTail>();

  /** @param read when, in seconds, from which stream; left out where pieces come as printed */
  add(step: string, data: Uint8Array, read?: Omit<Piece, "data">): void {
    let tail = this.#tails.get(step);
    if (!tail) this.#tails.set(step, tail = new OutputTail());
    if (read) tail.add({ ...read, data });
    else tail.push(data);
  }

  /** The end of the step's output. */
  of(step: string): string {
    return this.#tails.get(step)?.end() ?? "";
  }
}
