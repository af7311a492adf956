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

/** Keeps the end of what each step prints. */
export class OutputTails {
  readonly #tails = new Map<string, LastLines>();

  add(step: string, data: Uint8Array): void {
    let tail = this.#tails.get(step);
    if (!tail) this.#tails.set(step, tail = new LastLines(tailLines));
    tail.push(data);
  }

  /** The end of the step's output. */
  of(step: string): string {
    return String(this.#tails.get(step) ?? "");
  }
}
