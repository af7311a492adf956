/** Keeps the end of a stream of output: so many lines, and no more than 64 KiB. */
export class LastLines {
  readonly #decoder = new TextDecoder();
  #text = "";

  constructor(private readonly count: number) {}

  push(bytes: Uint8Array): void {
    this.#text = (this.#text + this.#decoder.decode(bytes, { stream: true })).slice(-64 * 1024);
  }

  /** The lines, without the last newline; empty when nothing was printed. */
  toString(): string {
    return this.#text.trimEnd().split("\n").slice(-this.count).join("\n");
  }
}
