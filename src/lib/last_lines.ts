import { withoutEscapes } from "./escape_sequences.ts";

/** Most that is kept: far more than the lines asked for of any terminal's width. */
const keptCharacters = 64 * 1024;

/** Keeps the end of a stream of output. */
export class LastLines {
  readonly #decoder = new TextDecoder();
  #text = "";

  constructor(private readonly count: number) {}

  push(bytes: Uint8Array): void {
    this.#text = (this.#text + this.#decoder.decode(bytes, { stream: true })).slice(
      -keptCharacters,
    );
  }

  /**
   * The last lines, without colours and the last line end; empty when nothing was printed. Of a
   * line redrawn with carriage returns it is the last state.
   */
  toString(): string {
    const lines = withoutEscapes(this.#text).trimEnd().split("\n").slice(-this.count);
    return lines.map((line) => line.replace(/\r$/, "").split("\r").at(-1)).join("\n");
  }
}
