import type { ByteStream } from "../../engine/transport.ts";

/** Frame types of RFC 9113, section 6, as far as a gRPC server meets them. */
export const FrameType = {
  data: 0,
  headers: 1,
  resetStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

/** Flags of frames (RFC 9113, section 6); what a bit means depends on the frame's type. */
export const Flag = { endStream: 0x1, ack: 0x1, endHeaders: 0x4, padded: 0x8, priority: 0x20 };

/** What a client sends first (RFC 9113, section 3.4). */
const clientPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/** Largest frame that either side sends; dk never offers more. */
export const maxFrameSize = 16384;
const headerSize = 9;

/** A frame without its header's length. */
export interface Frame {
  type: number;
  flags: number;
  streamId: number;
  payload: Uint8Array;
}

/** Reads frames of a connection through one buffer. */
export class FrameReader {
  readonly #buffer = new Uint8Array(128 * 1024);
  #start = 0;
  #end = 0;

  constructor(readonly source: Pick<ByteStream, "read">) {}

  /** @throws Error when what comes first is not a client's preface */
  async preface(): Promise<void> {
    if (!await this.#fill(clientPreface.length)) throw new Error("No HTTP/2 preface came");
    const text = String.fromCharCode(...this.#take(clientPreface.length));
    if (text !== clientPreface) throw new Error("What came is not an HTTP/2 preface");
  }

  /**
   * The next frame, or null at the end of the connection. Its payload is valid until the next
   * call only.
   */
  async next(): Promise<Frame | null> {
    if (!await this.#fill(headerSize)) return null;
    const header = this.#take(headerSize);
    const length = (header[0] << 16) | (header[1] << 8) | header[2];
    if (length > maxFrameSize) throw new Error(`A frame of ${length} bytes is too large`);
    const [type, flags] = [header[3], header[4]];
    const streamId = ((header[5] & 0x7f) << 24) | (header[6] << 16) | (header[7] << 8) | header[8];
    if (!await this.#fill(length)) return null;
    return { type, flags, streamId, payload: this.#take(length) };
  }

  #take(count: number): Uint8Array {
    this.#start += count;
    return this.#buffer.subarray(this.#start - count, this.#start);
  }

  /** Makes at least `count` bytes available; false when the connection ended before. */
  async #fill(count: number): Promise<boolean> {
    if (this.#end - this.#start >= count) return true;
    if (this.#buffer.length - this.#start < headerSize + maxFrameSize) {
      this.#buffer.copyWithin(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
    }
    while (this.#end - this.#start < count) {
      const read = await this.source.read(this.#buffer.subarray(this.#end));
      if (read === null) return false;
      this.#end += read;
    }
    return true;
  }
}

/** The payload of a DATA or HEADERS frame without padding and priority. */
export function withoutPadding({ type, flags, payload }: Frame): Uint8Array {
  let [start, end] = [0, payload.length];
  if (flags & Flag.padded) {
    start = 1;
    end -= payload[0];
  }
  if (type === FrameType.headers && flags & Flag.priority) start += 5;
  if (start > end) throw new Error("A frame's padding is longer than the frame");
  return payload.subarray(start, end);
}

/**
 * Gathers frames and sends them in as few writes as can be: a build context is hundreds of
 * thousands of small frames, and each write costs more than the copy.
 */
export class FrameWriter {
  #staged = new Uint8Array(256 * 1024);
  #spare = new Uint8Array(256 * 1024);
  #length = 0;
  #flushing?: Promise<void>;

  constructor(readonly target: Pick<ByteStream, "write">) {}

  /** What a client sends before its first frame. */
  stagePreface(): void {
    this.#staged.set(new TextEncoder().encode(clientPreface), this.#reserve(clientPreface.length));
  }

  /** Puts a frame behind those staged before; it leaves by itself. */
  stage(type: number, flags: number, streamId: number, payload: Uint8Array): void {
    const at = this.#reserve(headerSize + payload.length);
    const { length } = payload;
    const header = [length >> 16, length >> 8, length, type, flags];
    header.push(streamId >>> 24, streamId >> 16, streamId >> 8, streamId);
    this.#staged.set(header, at);
    this.#staged.set(payload, at + headerSize);
    this.#flushing ??= this.#flush();
  }

  /** Resolves when so little waits to be sent that more may be staged. @throws on a lost connection */
  async ready(): Promise<void> {
    while (this.#flushing && this.#length > 128 * 1024) await this.#flushing;
    if (this.#lost) throw this.#lost;
  }

  /** Resolves when all that was staged has left. @throws on a lost connection */
  async drained(): Promise<void> {
    while (this.#flushing) await this.#flushing;
    if (this.#lost) throw this.#lost;
  }

  #lost?: Error;

  #reserve(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#staged.length) {
      const larger = new Uint8Array(this.#length * 2);
      larger.set(this.#staged.subarray(0, at));
      this.#staged = larger;
    }
    return at;
  }

  /** Writes what is staged until nothing is; never rejects, the loss is told by the waiting calls. */
  async #flush(): Promise<void> {
    await Promise.resolve(); // Let the caller stage what belongs together.
    try {
      while (this.#length > 0) {
        const batch = this.#staged;
        let rest = batch.subarray(0, this.#length);
        [this.#staged, this.#spare, this.#length] = [this.#spare, batch, 0];
        while (rest.length > 0) rest = rest.subarray(await this.target.write(rest));
      }
    } catch (error) {
      this.#lost = error instanceof Error ? error : new Error(String(error));
      this.#length = 0;
    } finally {
      this.#flushing = undefined;
    }
  }
}
