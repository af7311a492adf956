import type { InputSource } from "../../../lib/shared_input.ts";

/**
 * The user's keyboard, with somebody beside the user who types as well. Disposed of, it leaves the
 * keyboard to others, with the next key.
 */
export class TypingSource implements InputSource, Disposable {
  #typed: Uint8Array[] = [];
  #wake = () => {};
  /** A look at the keyboard that nobody has waited for to the end. */
  #reading: Promise<Uint8Array | null> | undefined;
  readonly #stop = new AbortController();

  constructor(readonly keyboard: InputSource) {}

  get isTerminal(): boolean {
    return this.keyboard.isTerminal;
  }

  /** Types a line and Enter. */
  type(line: string): void {
    this.#typed.push(new TextEncoder().encode(`${line}\r`));
    this.#wake();
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    for (;;) {
      const typed = this.#typed.shift();
      if (typed) return this.#hand(typed, buffer);
      const woken = new Promise<"woken">((resolve) => this.#wake = () => resolve("woken"));
      this.#reading ??= this.#readKeyboard(buffer.length);
      const first = await Promise.race([this.#reading, woken]);
      if (first === "woken") continue;
      this.#reading = undefined;
      return first === null ? null : this.#hand(first, buffer);
    }
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
  }

  async #readKeyboard(most: number): Promise<Uint8Array | null> {
    const own = new Uint8Array(most);
    const count = await this.keyboard.read(own, this.#stop.signal);
    return count === null ? null : own.subarray(0, count);
  }

  #hand(bytes: Uint8Array, buffer: Uint8Array): number {
    const taken = bytes.subarray(0, buffer.length);
    buffer.set(taken);
    if (taken.length < bytes.length) this.#typed.unshift(bytes.subarray(taken.length));
    return taken.length;
  }
}
