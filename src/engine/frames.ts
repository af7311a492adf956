import { Failure } from "../lib/failure.ts";

/** Where a frame's payload belongs. */
export type FrameStream = "stdout" | "stderr";

/** Bytes of one stream: a view into the pushed chunk, valid until the chunk is reused. */
export interface FrameRun {
  stream: FrameStream;
  bytes: Uint8Array;
}

const headerLength = 8;
const systemErrorType = 3;
const maxSystemError = 64 * 1024;
const streams: readonly FrameStream[] = ["stdout", "stdout", "stderr"];

/**
 * Takes the engine's multiplexed output apart (engine.md 3.3): frames of an 8-byte header (type,
 * three zeros, big-endian length) and a payload. Type 0 counts as stdout, type 3 is an error of
 * the engine itself. Chunks may end anywhere; an end inside a frame is a normal end.
 */
export class FrameParser {
  readonly #header = new Uint8Array(headerLength);
  #headerFilled = 0;
  #type = 0;
  #remaining = 0;
  #systemError: number[] = [];

  /**
   * Yields the payload bytes of one chunk, neighbouring frames of the same stream joined to one
   * run: the payloads are moved together inside `chunk`, which is overwritten and must not be
   * changed by the caller until the iteration is over. Nothing is allocated per byte.
   *
   * @throws Failure on a frame type that does not exist and on the engine's own error (type 3)
   */
  *push(chunk: Uint8Array): Generator<FrameRun> {
    let stream: FrameStream = "stdout";
    let start = 0;
    let end = 0;
    let position = 0;
    while (position < chunk.length) {
      if (this.#remaining === 0) {
        position = this.#takeHeader(chunk, position);
        continue;
      }
      const length = Math.min(this.#remaining, chunk.length - position);
      this.#remaining -= length;
      if (this.#type === systemErrorType) {
        if (end > start) yield { stream, bytes: chunk.subarray(start, end) };
        start = end = position + length;
        this.#takeSystemError(chunk.subarray(position, end));
      } else if (end > start && streams[this.#type] === stream) {
        chunk.copyWithin(end, position, position + length);
        end += length;
      } else {
        if (end > start) yield { stream, bytes: chunk.subarray(start, end) };
        stream = streams[this.#type];
        start = position;
        end = position + length;
      }
      position += length;
    }
    if (end > start) yield { stream, bytes: chunk.subarray(start, end) };
  }

  /** To be called at the end of the stream. @throws Failure for an engine error cut short */
  end(): void {
    if (this.#systemError.length > 0) this.#throwSystemError();
  }

  #takeHeader(chunk: Uint8Array, position: number): number {
    const header = this.#header;
    while (this.#headerFilled < headerLength && position < chunk.length) {
      header[this.#headerFilled++] = chunk[position++];
    }
    if (this.#headerFilled < headerLength) return position;
    this.#headerFilled = 0;
    this.#type = header[0];
    this.#remaining = ((header[4] << 24) | (header[5] << 16) | (header[6] << 8) | header[7]) >>> 0;
    if (this.#type > systemErrorType) {
      throw new Failure(`The engine sent output of the unknown kind ${this.#type}`, {
        why: "The stream is not made of frames, as that of a container without a terminal is",
        next: "Check that no proxy stands between dk and the engine",
      });
    }
    return position;
  }

  #takeSystemError(payload: Uint8Array): void {
    for (const byte of payload) {
      if (this.#systemError.length < maxSystemError) this.#systemError.push(byte);
    }
    if (this.#remaining === 0) this.#throwSystemError();
  }

  #throwSystemError(): never {
    const reason = new TextDecoder().decode(new Uint8Array(this.#systemError)).trim();
    throw new Failure("The engine broke off the container's output", {
      why: reason,
      next: "See the engine's log, then try again",
    });
  }
}
