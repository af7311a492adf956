import { LastLines } from "../../lib/last_lines.ts";

const shownLines = 20;

/** The end of what was printed since it was cleared. */
export class RecentOutput {
  #lines = new LastLines(shownLines);

  /** Takes what is printed. */
  readonly listen = (bytes: Uint8Array): Promise<void> => {
    this.#lines.push(bytes);
    return Promise.resolve();
  };

  clear(): void {
    this.#lines = new LastLines(shownLines);
  }

  toString(): string {
    return String(this.#lines);
  }
}
