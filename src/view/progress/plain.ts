import type { ItemProgress, ProgressEvent } from "../../lib/progress_event.ts";
import { withoutEscapes } from "../../lib/escape_sequences.ts";
import { printable } from "../../lib/text_width.ts";
import { TrackedItem } from "./item_text.ts";
import { allowsColor, type ProgressScreen } from "./screen.ts";
import type { ProgressView } from "./open.ts";

/** Milliseconds between two lines about the same item while its status stays. */
const patience = 5_000;

/** A line for every change of status, and one every five seconds for what is under way. */
export class PlainProgress implements ProgressView {
  readonly #items = new Map<string, { item: TrackedItem; printed: number }>();

  constructor(private readonly screen: ProgressScreen) {}

  event(event: ProgressEvent): void {
    if (event.kind === "item") this.#item(event);
    else if (event.kind === "line") this.#write(`${printable(event.text)}\n`);
    else this.#write(allowsColor(this.screen) ? event.text : withoutEscapes(event.text));
  }

  [Symbol.dispose](): void {}

  #item(event: ItemProgress): void {
    const now = this.screen.now();
    const known = this.#items.get(event.id);
    if (!known) {
      const item = new TrackedItem(event, now);
      this.#items.set(event.id, { item, printed: now });
      return this.#write(`${item.text(now)}\n`);
    }
    const due = known.item.status !== event.status || now - known.printed >= patience;
    known.item.update(event, now);
    if (!due) return;
    known.printed = now;
    this.#write(`${known.item.text(now)}\n`);
  }

  #write(text: string): void {
    this.screen.stderr.write(text);
  }
}
