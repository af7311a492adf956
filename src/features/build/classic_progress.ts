import type { EngineMessage } from "../../engine/messages.ts";
import { type FailedStep, OutputTails } from "./build_failure.ts";
import type { BuildObserver } from "./events.ts";

const stepLine = /^(?:Step|STEP) \d+\/\d+ ?: .*/;
/** The builder's own remarks between steps: container and image ids. */
const remarkLine = /^ ---> |^Removing intermediate container |^Successfully (?:built|tagged) /;
const cachedLine = " ---> Using cache";
const encoder = new TextEncoder();

/**
 * Turns the classic builder's text into events (engine.md 4.2). The steps are told by their
 * lines: the builder has no other sign for them.
 */
export class ClassicProgress {
  readonly #tails = new OutputTails();
  #step?: string;
  #cached = false;
  /** Text of a line whose end has not come. */
  #partial = "";

  constructor(readonly observe: BuildObserver) {}

  take(message: EngineMessage): void {
    if (message.stream) this.#takeText(message.stream);
    else if (message.status) this.#takeTransfer(message, message.status);
  }

  /** To be called after a build that succeeded. */
  end(): void {
    this.#endStep("done");
  }

  /** The step that was under way when the build failed. */
  failedStep(): FailedStep | undefined {
    if (this.#step === undefined) return undefined;
    this.#takeText("\n");
    const name = this.#step;
    this.#endStep("failed");
    return { name, tail: this.#tails.of(name) };
  }

  #takeText(text: string) {
    const lines = (this.#partial + text).split("\n");
    this.#partial = lines.pop()!;
    for (const line of lines) this.#takeLine(line);
  }

  #takeLine(line: string) {
    const { text, stream } = uncoloured(line);
    if (stepLine.test(text)) return this.#beginStep(text);
    if (text === cachedLine) this.#cached = true;
    if (remarkLine.test(text) || text === "") return;
    const step = this.#step ?? "";
    const data = encoder.encode(`${text}\n`);
    this.#tails.add(step, data);
    this.observe({ kind: "output", step, stream, data });
  }

  #beginStep(name: string) {
    this.#endStep("done");
    [this.#step, this.#cached] = [name, false];
    this.observe({ kind: "step", id: name, name, state: "started" });
  }

  #endStep(state: "done" | "failed") {
    const name = this.#step;
    if (name === undefined) return;
    const ended = state === "done" && this.#cached ? "cached" : state;
    this.observe({ kind: "step", id: name, name, state: ended });
    this.#step = undefined;
  }

  #takeTransfer({ id = "", progressDetail }: EngineMessage, status: string) {
    const { current = 0, total = 0 } = progressDetail ?? {};
    const done = /^(?:Pull complete|Already exists|Download complete)$/.test(status);
    const step = this.#step ?? "";
    const label = id ? `${id} ${status}` : status;
    this.observe({ kind: "transfer", step, id, label, current, total, done });
  }
}

/** What a step wrote to stderr comes in red (engine.md 4.2). */
function uncoloured(line: string): { text: string; stream: "stdout" | "stderr" } {
  const text = line.replaceAll("\x1b[91m", "").replaceAll("\x1b[0m", "");
  return { text, stream: text === line ? "stdout" : "stderr" };
}
