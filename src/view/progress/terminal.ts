import type { ItemProgress, ProgressEvent } from "../../lib/progress_event.ts";
import { withoutEscapes } from "../../lib/escape_sequences.ts";
import { fitText, printable } from "../../lib/text_width.ts";
import { TrackedItem } from "./item_text.ts";
import type { ProgressView } from "./open.ts";
import { allowsColor, type ProgressScreen } from "./screen.ts";

/** Milliseconds between two drawings; events in between are gathered. */
const pause = 100;

/**
 * Live lines at the end of the terminal, one for each item; other output scrolls above them. The
 * cursor is never hidden and stands below the lines, so nothing needs to be restored however dk
 * ends.
 */
export class TerminalProgress implements ProgressView {
  readonly #items = new Map<string, TrackedItem>();
  #drawn = 0;
  #above = "";
  #timer?: ReturnType<typeof setTimeout>;

  constructor(private readonly screen: ProgressScreen) {}

  event(event: ProgressEvent): void {
    if (event.kind === "item") this.#item(event);
    else if (event.kind === "line") this.#above += `${printable(event.text)}\n`;
    else this.#above += allowsColor(this.screen) ? event.text : withoutEscapes(event.text);
    this.#timer ??= setTimeout(() => this.#draw(), pause);
  }

  /** Draws the last state, which stays on the screen. */
  [Symbol.dispose](): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    if (this.#above !== "" && !this.#above.endsWith("\n")) this.#above += "\n";
    this.#draw();
  }

  #item(event: ItemProgress): void {
    const now = this.screen.now();
    const known = this.#items.get(event.id);
    if (known) known.update(event, now);
    else this.#items.set(event.id, new TrackedItem(event, now));
  }

  #draw(): void {
    this.#timer = undefined;
    const { columns, rows } = this.screen.windowSize() ?? { columns: 80, rows: 24 };
    const lines = this.#lines(rows - 2);
    const complete = this.#above.lastIndexOf("\n") + 1;
    const scrolled = this.#above.slice(0, complete);
    this.#above = this.#above.slice(complete);
    const up = this.#drawn > 0 ? `\x1b[${this.#drawn}A` : "";
    const block = lines.map((line) => `${fitText(line, columns - 1)}\x1b[K\n`).join("");
    this.screen.stderr.write(`${up}\r\x1b[J${scrolled}${block}`);
    this.#drawn = lines.length;
  }

  /** All items, or as many as there is room for: those that move come first. */
  #lines(room: number): string[] {
    const now = this.screen.now();
    const items = [...this.#items.values()];
    if (items.length <= room) return items.map((item) => item.text(now));
    const shown = items.filter(({ moving }) => moving).slice(0, Math.max(1, room - 1));
    return [...shown.map((item) => item.text(now)), `and ${items.length - shown.length} more`];
  }
}
