import { joinBytes } from "../byte_chunks.ts";
import { Failure } from "../failure.ts";

/** The way out where an archive is damaged. */
export const makeAgain = "Make or fetch the archive again";

/** Cuts a stream of pieces of any size into what a tar reader asks for. */
export class ByteSource {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** Between one and `limit` bytes, without a copy; undefined at the end. */
  async some(limit: number): Promise<Uint8Array | undefined> {
    while (this.#piece.length === 0) {
      const { value, done } = await this.#iterator.next();
      if (done) return undefined;
      this.#piece = value;
    }
    const taken = this.#piece.subarray(0, limit);
    this.#piece = this.#piece.subarray(taken.length);
    return taken;
  }

  /**
   * Exactly `count` bytes; undefined when the stream ended before the first of them.
   *
   * @throws Failure when it ends in between
   */
  async exactly(count: number): Promise<Uint8Array | undefined> {
    // Most blocks lie whole in the piece at hand.
    if (this.#piece.length >= count) {
      const taken = this.#piece.subarray(0, count);
      this.#piece = this.#piece.subarray(count);
      return taken;
    }
    const pieces: Uint8Array[] = [];
    for (let left = count; left > 0;) {
      const piece = await this.some(left);
      if (piece === undefined) {
        if (pieces.length === 0) return undefined;
        throw truncated();
      }
      // A piece may be overwritten once the next one is asked for.
      pieces.push(piece.slice());
      left -= piece.length;
    }
    return joinBytes(pieces);
  }

  /** Passes over `count` bytes; false when the stream ends before that. */
  async skip(count: number): Promise<boolean> {
    for (let left = count; left > 0;) {
      const piece = await this.some(left);
      if (piece === undefined) return false;
      left -= piece.length;
    }
    return true;
  }

  /** Reads to the end, so that whoever writes is not cut off. */
  async drain(): Promise<void> {
    this.#piece = new Uint8Array(0);
    while (!(await this.#iterator.next()).done);
  }

  /** Gives the stream up. */
  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}

/** The stream ended where more was announced. */
export function truncated(): Failure {
  return new Failure("The tar archive ends in the middle of an entry", {
    why: "The stream was cut off, or the file is not whole",
    next: makeAgain,
  });
}
