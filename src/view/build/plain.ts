import { withoutEscapes } from "../../lib/escape_sequences.ts";
import type { BuildEvent, StepEvent } from "../../features/build/events.ts";
import { printable } from "../../lib/text_width.ts";
import { allowsColor, lastDrawing, type ProgressScreen } from "../progress/screen.ts";
import { humanSize } from "../size.ts";
import { noticeText } from "./notice_text.ts";
import type { BuildView } from "./open.ts";

/** Milliseconds between two lines about a layer that is on its way. */
const patience = 5_000;

/**
 * A line for everything that happens, each with the number of its step: output of steps that run
 * side by side stays apart.
 */
export class PlainBuildView implements BuildView {
  readonly #numbers = new Map<string, number>();
  readonly #partial = new Map<string, string>();
  readonly #decoders = new Map<string, TextDecoder>();
  readonly #printed = new Map<string, number>();
  /** What was said of a step's end: BuildKit begins and ends some several times. */
  readonly #ends = new Map<string, string>();
  #context = { files: 0, bytes: 0 };

  constructor(private readonly screen: ProgressScreen) {}

  event(event: BuildEvent): void {
    if (event.kind === "step") this.#step(event);
    else if (event.kind === "output") this.#output(event.step, event.data);
    else if (event.kind === "context") this.#countContext(event.files, event.bytes);
    else if (event.kind === "transfer") this.#transfer(event);
    else this.#write(noticeText(event));
  }

  [Symbol.dispose](): void {
    for (const [step, text] of this.#partial) if (text) this.#line(step, text);
    const { files, bytes } = this.#context;
    if (bytes === 0) return;
    const count = files > 0 ? `${files} ${files === 1 ? "file" : "files"}, ` : "";
    this.#write(`Sent to the engine: ${count}${humanSize(bytes)}`);
  }

  #countContext(files: number, bytes: number) {
    this.#context.files += files;
    this.#context.bytes += bytes;
  }

  #step({ id, name, state, seconds }: StepEvent) {
    const isNew = !this.#numbers.has(id);
    const number = this.#numberOf(id);
    if (isNew) this.#write(`#${number} ${printable(name)}`);
    if (state === "started") return;
    const rest = this.#partial.get(id);
    if (rest) this.#line(id, rest);
    this.#partial.delete(id);
    const time = seconds === undefined ? "" : ` ${seconds.toFixed(1)}s`;
    const end = `${state.toUpperCase()}${state === "cached" ? "" : time}`;
    if (this.#ends.get(id) !== end) this.#write(`#${number} ${end}`);
    this.#ends.set(id, end);
  }

  #output(step: string, data: Uint8Array) {
    let decoder = this.#decoders.get(step);
    if (!decoder) this.#decoders.set(step, decoder = new TextDecoder());
    const lines = ((this.#partial.get(step) ?? "") + decoder.decode(data, { stream: true }))
      .split("\n");
    this.#partial.set(step, lastDrawing(lines.pop()!));
    for (const line of lines) this.#line(step, line);
  }

  /** Of a line that redraws itself with carriage returns the last state is shown. */
  #line(step: string, line: string) {
    const shown = lastDrawing(line.replace(/\r+$/, ""));
    const text = allowsColor(this.screen) ? shown : withoutEscapes(shown);
    this.#write(`#${this.#numberOf(step)} ${text}`);
  }

  #transfer(event: Extract<BuildEvent, { kind: "transfer" }>) {
    const { step, id, label, current, total, done } = event;
    const now = this.screen.now();
    const due = now - (this.#printed.get(id) ?? -Infinity) >= patience;
    if (!done && !due) return;
    this.#printed.set(id, now);
    const size = total > 0
      ? ` ${humanSize(current)} of ${humanSize(total)}`
      : current > 0
      ? ` ${humanSize(current)}`
      : "";
    this.#write(`#${this.#numberOf(step)} ${printable(label)}${size}${done ? " done" : ""}`);
  }

  #numberOf(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    this.#numbers.set(id, this.#numbers.size + 1);
    return this.#numbers.size;
  }

  #write(line: string) {
    this.screen.stderr.write(`${line}\n`);
  }
}
