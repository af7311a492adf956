import { Flag, FrameType, maxFrameSize } from "./frames.ts";
import { encodeHeaders, type HeaderField } from "./hpack.ts";
import type { Http2Connection } from "./connection.ts";

/** Unread bytes of a stream after which the engine is given new room. */
const grantThreshold = 256 * 1024;

/** The engine ended a call before its answer was complete; it has its own reasons. */
export class CallCancelled extends Error {
  override readonly name = "CallCancelled";
}

/** One request and its answer. */
export class Http2Stream {
  readonly #received: { data: Uint8Array; cost: number }[] = [];
  #ended = false;
  #failure?: unknown;
  #sendWindow: number;
  #consumed = 0;
  readonly #answer = Promise.withResolvers<readonly HeaderField[]>();
  #wakeReader?: () => void;
  #wakeWriter?: () => void;

  constructor(
    readonly connection: Http2Connection,
    readonly id: number,
    readonly headers: readonly HeaderField[],
    sendWindow: number,
  ) {
    this.#sendWindow = sendWindow;
    this.#answer.promise.catch(() => {}); // Only a client's call waits for it.
  }

  /** The next piece of the request's body, or null at its end. @throws when the call was cancelled */
  async read(): Promise<Uint8Array | null> {
    for (;;) {
      const piece = this.#received.shift();
      if (piece) {
        this.#grant(piece.cost);
        return piece.data;
      }
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#ended) return null;
      await new Promise<void>((wake) => this.#wakeReader = wake);
    }
  }

  /** The header fields of the answer to a request of this side. @throws when the call is lost */
  async answer(): Promise<readonly HeaderField[]> {
    return await this.#answer.promise;
  }

  /** Sends the header fields of the answer, or of this side's request. */
  sendHeaders(fields: Iterable<HeaderField>): void {
    const block = encodeHeaders(fields);
    this.connection.writer.stage(FrameType.headers, Flag.endHeaders, this.id, block);
  }

  /** Sends a piece of the answer's body, as fast as the engine takes it. */
  async write(data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length;) {
      if (this.#failure !== undefined) throw this.#failure;
      const room = Math.min(this.#sendWindow, this.connection.sendWindow, maxFrameSize);
      if (room <= 0) {
        await new Promise<void>((wake) => this.#wakeWriter = wake);
        continue;
      }
      const piece = data.subarray(at, at + room);
      this.#sendWindow -= piece.length;
      this.connection.sendWindow -= piece.length;
      this.connection.writer.stage(FrameType.data, 0, this.id, piece);
      at += piece.length;
      await this.#writable();
    }
  }

  /** A connection that is gone ends every call; the session, which reads from it, tells why. */
  async #writable() {
    try {
      await this.connection.writer.ready();
    } catch (cause) {
      throw new CallCancelled("The connection to the engine was lost", { cause });
    }
  }

  /** Ends the body of this side's request. */
  endRequest(): void {
    this.connection.writer.stage(FrameType.data, Flag.endStream, this.id, new Uint8Array());
  }

  /** Ends the answer with its trailer fields. */
  end(fields: Iterable<HeaderField>): void {
    if (this.#failure !== undefined) return; // Nobody listens any more.
    const flags = Flag.endHeaders | Flag.endStream;
    this.connection.writer.stage(FrameType.headers, flags, this.id, encodeHeaders(fields));
  }

  /** @param cost bytes that the piece took of the window, padding included */
  receive(data: Uint8Array, cost: number): void {
    this.#received.push({ data, cost });
    this.#wakeReader?.();
  }

  /** What comes later than the answer's header fields are its trailers. */
  receiveHeaders(fields: readonly HeaderField[]): void {
    this.#answer.resolve(fields);
  }

  receiveEnd(): void {
    this.#ended = true;
    this.#wakeReader?.();
  }

  growSendWindow(count: number): void {
    this.#sendWindow += count;
    this.#wakeWriter?.();
  }

  /** The call is over without an answer: reading and writing reject with `reason` from now on. */
  fail(reason: unknown): void {
    this.#failure ??= reason;
    this.#answer.reject(reason);
    this.#wakeReader?.();
    this.#wakeWriter?.();
  }

  #grant(cost: number) {
    this.#consumed += cost;
    if (this.#consumed < grantThreshold || this.#ended) return;
    this.connection.grantStreamWindow(this.id, this.#consumed);
    this.#consumed = 0;
  }
}
