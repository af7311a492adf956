import { joinBytes } from "../../lib/byte_chunks.ts";
import type { ByteStream } from "../../engine/transport.ts";
import {
  Flag,
  type Frame,
  FrameReader,
  FrameType,
  FrameWriter,
  maxFrameSize,
  withoutPadding,
} from "./frames.ts";
import { type HeaderField, HpackDecoder } from "./hpack.ts";
import { CallCancelled, Http2Stream } from "./stream.ts";

/** What this side lets the other send unread, per stream and in all. */
const receiveWindow = 1024 * 1024;
const defaultWindow = 65535;

const Setting = { initialWindowSize: 4, maxFrameSize: 5 };
const errorCode = { protocol: 1, cancel: 8 };

/**
 * One side of an HTTP/2 connection without TLS (RFC 9113), as BuildKit's sessions need: the server,
 * to which the engine is the client, and the client of one call, in which a session can travel.
 * Node's own costs 25 ms to load and twice the memory (measured).
 */
export class Http2Connection {
  readonly #reader: FrameReader;
  readonly writer: FrameWriter;
  readonly #headers = new HpackDecoder();
  readonly #streams = new Map<number, Http2Stream>();
  /** A header block that goes on in CONTINUATION frames. */
  #block?: { streamId: number; flags: number; parts: Uint8Array[] };
  #unread = 0;
  /** What the engine takes in all, and in each new stream. */
  sendWindow = defaultWindow;
  #initialSendWindow = defaultWindow;

  /**
   * @param onStream answers one request, what it throws resets the stream; a client has none
   */
  constructor(
    readonly connection: ByteStream,
    readonly onStream?: (stream: Http2Stream) => Promise<void>,
  ) {
    this.#reader = new FrameReader(connection);
    this.writer = new FrameWriter(connection);
  }

  /** Serves until the engine closes the connection. @throws Error on a breach of the protocol */
  async serve(): Promise<void> {
    try {
      if (!this.onStream) this.writer.stagePreface();
      this.#sendSettings();
      if (this.onStream) await this.#reader.preface();
      for (let frame; (frame = await this.#reader.next()) !== null;) this.#receive(frame);
      this.#endStreams(new CallCancelled("The engine closed the session"));
    } catch (error) {
      this.#endStreams(error);
      throw error;
    }
  }

  /** Sends a client's only request; to be called once {@link serve} runs. */
  open(fields: Iterable<HeaderField>): Http2Stream {
    const stream = new Http2Stream(this, 1, [], this.#initialSendWindow);
    this.#streams.set(stream.id, stream);
    stream.sendHeaders(fields);
    return stream;
  }

  #sendSettings() {
    const settings = new DataView(new ArrayBuffer(12));
    settings.setUint16(0, Setting.initialWindowSize);
    settings.setUint32(2, receiveWindow);
    settings.setUint16(6, Setting.maxFrameSize);
    settings.setUint32(8, maxFrameSize);
    this.writer.stage(FrameType.settings, 0, 0, new Uint8Array(settings.buffer));
    this.#grantWindow(0, receiveWindow - defaultWindow);
  }

  #endStreams(reason: unknown) {
    for (const stream of this.#streams.values()) stream.fail(reason);
    this.#streams.clear();
  }

  #receive(frame: Frame) {
    if (this.#block && frame.type !== FrameType.continuation) {
      throw new Error("A header block was interrupted");
    }
    switch (frame.type) {
      case FrameType.data:
        return this.#receiveData(frame);
      case FrameType.headers:
        this.#block = { streamId: frame.streamId, flags: frame.flags, parts: [] };
        return this.#receiveHeaderPart(frame, withoutPadding(frame));
      case FrameType.continuation:
        return this.#receiveHeaderPart(frame, frame.payload);
      case FrameType.settings:
        return this.#receiveSettings(frame);
      case FrameType.ping:
        if (!(frame.flags & Flag.ack)) {
          this.writer.stage(FrameType.ping, Flag.ack, 0, frame.payload.slice());
        }
        return;
      case FrameType.windowUpdate:
        return this.#receiveWindowUpdate(frame);
      case FrameType.resetStream:
        return this.#forget(frame.streamId)?.fail(
          new CallCancelled("The engine cancelled the call"),
        );
    } // Others (PRIORITY, PUSH_PROMISE, GOAWAY, unknown) ask nothing of a server here.
  }

  #receiveHeaderPart(frame: Frame, part: Uint8Array) {
    const block = this.#block;
    if (!block || block.streamId !== frame.streamId) throw new Error("A header block has no start");
    block.parts.push(part.slice());
    if (!(frame.flags & Flag.endHeaders)) return;
    this.#block = undefined;
    const fields = this.#headers.decode(joinBytes(block.parts));
    const known = this.#streams.get(block.streamId);
    if (!known && !this.onStream) return; // A call that is over.
    const stream = known ?? new Http2Stream(this, block.streamId, fields, this.#initialSendWindow);
    if (known) {
      known.receiveHeaders(fields);
    } else {
      this.#streams.set(block.streamId, stream);
      this.#answer(stream);
    }
    if (block.flags & Flag.endStream) stream.receiveEnd();
  }

  async #answer(stream: Http2Stream) {
    try {
      await this.onStream!(stream);
    } catch {
      // The handler tells its failures in trailers; what still escapes is a lost or broken call.
      if (this.#streams.has(stream.id)) this.#reset(stream.id, errorCode.cancel);
    }
    this.#forget(stream.id);
  }

  #receiveData(frame: Frame) {
    this.#unread += frame.payload.length;
    if (this.#unread >= receiveWindow / 2) {
      this.#grantWindow(0, this.#unread);
      this.#unread = 0;
    }
    const stream = this.#streams.get(frame.streamId);
    if (!stream) return; // Cancelled or answered before; what was under way is dropped.
    stream.receive(withoutPadding(frame).slice(), frame.payload.length);
    if (frame.flags & Flag.endStream) stream.receiveEnd();
  }

  #receiveSettings({ flags, payload }: Frame) {
    if (flags & Flag.ack) return;
    const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
    for (let at = 0; at + 6 <= payload.length; at += 6) {
      if (view.getUint16(at) !== Setting.initialWindowSize) continue;
      const grown = view.getUint32(at + 2) - this.#initialSendWindow;
      this.#initialSendWindow += grown;
      for (const stream of this.#streams.values()) stream.growSendWindow(grown);
    }
    this.writer.stage(FrameType.settings, Flag.ack, 0, new Uint8Array());
  }

  #receiveWindowUpdate({ streamId, payload }: Frame) {
    const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
    const grown = view.getUint32(0) & 0x7fffffff;
    if (streamId !== 0) return this.#streams.get(streamId)?.growSendWindow(grown);
    this.sendWindow += grown;
    for (const stream of this.#streams.values()) stream.growSendWindow(0);
  }

  /** Lets the engine send `count` more bytes, on a stream or (0) in all. */
  grantStreamWindow(streamId: number, count: number): void {
    if (this.#streams.has(streamId)) this.#grantWindow(streamId, count);
  }

  #grantWindow(streamId: number, count: number) {
    this.writer.stage(FrameType.windowUpdate, 0, streamId, uint32(count));
  }

  #reset(streamId: number, code: number) {
    this.writer.stage(FrameType.resetStream, 0, streamId, uint32(code));
  }

  #forget(streamId: number): Http2Stream | undefined {
    const stream = this.#streams.get(streamId);
    this.#streams.delete(streamId);
    return stream;
  }
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
