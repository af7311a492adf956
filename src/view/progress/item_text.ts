import type { ItemProgress } from "../../lib/progress_event.ts";
import { humanSize } from "../size.ts";
import { printable } from "../../lib/text_width.ts";
import { Rate } from "./rate.ts";

/** One thing worked on: its last event and how fast it moves. */
export class TrackedItem {
  #event: ItemProgress;
  #rate = new Rate();

  constructor(event: ItemProgress, time: number) {
    this.#event = event;
    this.update(event, time);
  }

  get status(): string {
    return this.#event.status;
  }

  /** True while bytes are on their way; an item that only waits or is done has none. */
  get moving(): boolean {
    const { current, total } = this.#event;
    return current !== undefined && (total === undefined || current < total);
  }

  /** @param time milliseconds */
  update(event: ItemProgress, time: number): void {
    if (event.status !== this.#event.status) this.#rate = new Rate();
    if (event.current !== undefined) this.#rate.note(time, event.current);
    this.#event = event;
  }

  /** `a1b2c3: Downloading 12.3MB of 45.6MB, 5.1MB/s, 7s left`, in one line. */
  text(now: number): string {
    const { id, status, current, total } = this.#event;
    const head = printable(`${id}: ${status}`);
    if (current === undefined) return head;
    const amount = total
      ? `${humanSize(Math.min(current, total))} of ${humanSize(total)}`
      : humanSize(current);
    return [`${head} ${amount}`, ...(this.moving ? this.#speed(now) : [])].join(", ");
  }

  #speed(now: number): string[] {
    const rate = this.#rate.perSecond(now);
    if (rate === undefined) return [];
    const { current = 0, total } = this.#event;
    const speed = `${humanSize(rate)}/s`;
    return total && rate > 0 ? [speed, `${remaining((total - current) / rate)} left`] : [speed];
  }
}

/** `7s`, `3m05s`, `2h10m`. */
export function remaining(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (number: number) => String(number).padStart(2, "0");
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h${two(Math.floor(whole / 60) % 60)}m`;
}
