import type { BuildEvent, StepEvent } from "../../features/build/events.ts";
import type { ProgressScreen } from "../progress/screen.ts";
import { allowsColor, lastDrawing } from "../progress/screen.ts";
import { humanSize } from "../size.ts";
import { fitText, printable } from "../../lib/text_width.ts";
import { noticeText } from "./notice_text.ts";
import type { BuildView } from "./open.ts";

/** Milliseconds between two drawings. */
const pause = 100;
/** Lines of output shown below a step that runs. */
const tailLines = 4;

interface LiveStep {
  name: string;
  /** Milliseconds since the epoch. */
  since: number;
  tail: string[];
  partial: string;
  decoder: TextDecoder;
  transfers: Map<string, string>;
}

/**
 * What runs now stands at the end of the terminal, each step with its time and the end of its
 * output; what has ended scrolls above. The cursor is never hidden and stands below the lines, so
 * that nothing needs to be restored however dk ends.
 */
export class LiveBuildView implements BuildView {
  readonly #running = new Map<string, LiveStep>();
  /** What was said of a step's end: BuildKit begins and ends some several times. */
  readonly #ends = new Map<string, string>();
  readonly #timer: ReturnType<typeof setInterval>;
  #above = "";
  #drawn = 0;
  #sent = 0;

  constructor(private readonly screen: ProgressScreen) {
    this.#timer = setInterval(() => this.#draw(), pause);
  }

  event(event: BuildEvent): void {
    if (event.kind === "step") this.#step(event);
    else if (event.kind === "output") this.#output(event.step, event.data);
    else if (event.kind === "context") this.#sent += event.bytes;
    else if (event.kind === "transfer") this.#transfer(event);
    else this.#above += `${noticeText(event)}\n`;
  }

  /** Draws the last state, which stays on the screen. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    if (this.#sent > 0) this.#above += `Sent to the engine: ${humanSize(this.#sent)}\n`;
    this.#draw();
  }

  #step({ id, name, state, seconds }: StepEvent) {
    if (state === "started") return void this.#begin(id, name);
    const step = this.#running.get(id);
    this.#running.delete(id);
    const took = seconds ?? (step ? (this.screen.now() - step.since) / 1000 : 0);
    const mark = { done: "✓", cached: "=", failed: "✗" }[state];
    const time = state === "cached" ? "cached" : `${took.toFixed(1)}s`;
    const end = `${this.#coloured(mark, state)} ${printable(name)}  ${time}\n`;
    if (this.#ends.get(id) !== end) this.#above += end;
    this.#ends.set(id, end);
    if (state === "failed" && step) {
      this.#above += step.tail.map((line) => `    ${line}\n`).join("");
    }
  }

  #begin(id: string, name: string): LiveStep {
    const step = {
      name: printable(name),
      since: this.screen.now(),
      tail: [],
      partial: "",
      decoder: new TextDecoder(),
      transfers: new Map<string, string>(),
    };
    this.#running.set(id, step);
    return step;
  }

  #output(id: string, data: Uint8Array) {
    const step = this.#running.get(id);
    if (!step) return; // The end of a step that failed stands in the error.
    const lines = (step.partial + step.decoder.decode(data, { stream: true })).split("\n");
    step.partial = lastDrawing(lines.pop()!);
    step.tail = [...step.tail, ...lines.slice(-tailLines).map(lineText)].slice(-tailLines);
  }

  #transfer({ step: id, ...transfer }: Extract<BuildEvent, { kind: "transfer" }>) {
    const step = this.#running.get(id);
    if (!step) return;
    const { label, current, total, done } = transfer;
    if (done) step.transfers.delete(transfer.id);
    else {
      const size = total > 0 ? `${humanSize(current)} of ${humanSize(total)}` : humanSize(current);
      step.transfers.set(transfer.id, `${printable(label)} ${size}`);
    }
  }

  #draw() {
    const { columns, rows } = this.screen.windowSize() ?? { columns: 80, rows: 24 };
    // Where the first line of the window is cleared, tmux takes all of it for history, each time.
    const lines = this.#lines(Math.max(rows - 2, 1)).map((line) => fitText(line, columns - 1));
    if (lines.length === 0 && this.#drawn === 0 && this.#above === "") return;
    const up = this.#drawn > 0 ? `\x1b[${this.#drawn}A` : "";
    const drawn = lines.map((line) => `${line}\x1b[K\n`).join("");
    this.screen.stderr.write(`${up}\r\x1b[J${this.#above}${drawn}`);
    this.#above = "";
    this.#drawn = lines.length;
  }

  /** The running steps in at most `room` lines: names go before their details. */
  #lines(room: number): string[] {
    const now = this.screen.now();
    const steps = [...this.#running.values()].slice(0, room);
    let spare = room - steps.length;
    return steps.flatMap((step) => {
      const partial = lineText(step.partial);
      const details = [...step.transfers.values(), ...step.tail, ...partial ? [partial] : []]
        .slice(-Math.min(spare, tailLines));
      const shown = spare > 0 ? details : [];
      spare -= shown.length;
      const time = ((now - step.since) / 1000).toFixed(1);
      return [`> ${step.name}  ${time}s`, ...shown.map((line) => `    ${line}`)];
    });
  }

  #coloured(mark: string, state: "done" | "cached" | "failed"): string {
    if (!allowsColor(this.screen)) return mark;
    return `\x1b[${state === "failed" ? 31 : 32}m${mark}\x1b[0m`;
  }
}

/** A line of a program's output, as it is shown below its step. */
function lineText(line: string): string {
  return printable(lastDrawing(line.replace(/\r+$/, "")));
}
