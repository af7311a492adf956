/** A step of a Dockerfile as the classic builder announces it. */
export interface BuildStep {
  /** `2/3`. */
  number: string;
  instruction: string;
  /** The last lines that it printed, without colours. */
  output: string[];
}

const kept = 20;
const announcement = /^Step (\d+\/\d+) : (.*)$/;
/** What the builder says of itself between a step's own lines. */
const ownLine = /^ ---> |^Removing intermediate container [0-9a-f]+$/;

/** Follows what a build prints, to tell which step failed and what it said last. */
export class StepLog {
  #step?: BuildStep;
  #pending = "";

  /** The step under way, or the last one; undefined before the first. */
  get step(): BuildStep | undefined {
    if (this.#pending !== "") this.#line(this.#pending);
    this.#pending = "";
    return this.#step;
  }

  /** Takes text as it comes; a line may arrive in pieces. */
  take(text: string): void {
    const lines = (this.#pending + text).split(/\r?\n/);
    this.#pending = lines.pop()!;
    for (const line of lines) this.#line(line);
  }

  #line(coloured: string): void {
    // deno-lint-ignore no-control-regex -- the classic builder paints stderr red
    const line = coloured.replace(/\x1b\[[0-9;]*m/g, "");
    const [, number, instruction] = line.match(announcement) ?? [];
    if (number) {
      this.#step = { number, instruction, output: [] };
    } else if (this.#step && line.trim() !== "" && !ownLine.test(line)) {
      this.#step.output.push(line);
      if (this.#step.output.length > kept) this.#step.output.shift();
    }
  }
}
