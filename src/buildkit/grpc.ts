import { joinBytes } from "../lib/byte_chunks.ts";
import type { HeaderField } from "./http2/hpack.ts";
import { CallCancelled, type Http2Stream } from "./http2/stream.ts";

/** Status codes of gRPC that dk answers with. */
export const GrpcStatus = { ok: 0, unknown: 2, notFound: 5, unimplemented: 12 } as const;

/** Largest message accepted; BuildKit's own limit for what it sends is 16 MiB. */
const maxMessageSize = 32 * 1024 * 1024;
/** Bytes before each message: a flag for compression (none), then the length in big endian. */
export const prefixSize = 5;

/** An answer that is a refusal, told to the engine in the trailers. */
export class GrpcError extends Error {
  override readonly name = "GrpcError";

  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** One call of the engine: messages in both directions until the handler returns. */
export interface GrpcCall {
  /** Path of the method: `/moby.filesync.v1.FileSync/DiffCopy`. */
  method: string;
  /** Header fields in their order; a name may repeat. */
  metadata: readonly HeaderField[];
  /** The next message, or null when the engine has sent its last. */
  receive(): Promise<Uint8Array | null>;
  /** Sends messages, as fast as the engine takes them; one send must end before the next begins. */
  send(...messages: Uint8Array[]): Promise<void>;
  /** As {@link GrpcCall.send}, for messages that already stand behind each other with their prefixes. */
  sendFramed(messages: Uint8Array): Promise<void>;
}

/** Answers one call; what it throws is told to the engine in the trailers. */
export type GrpcHandler = (call: GrpcCall) => Promise<void>;

/** Methods by their path. */
export type GrpcMethods = ReadonlyMap<string, GrpcHandler>;

/** A method with one message in and one out. */
export function unary(
  answer: (request: Uint8Array, call: GrpcCall) => Uint8Array | Promise<Uint8Array>,
): GrpcHandler {
  return async (call) => {
    const request = await call.receive();
    await call.send(await answer(request ?? new Uint8Array(), call));
  };
}

/**
 * Answers HTTP/2 streams as gRPC calls.
 *
 * @param onFailure is told what went wrong on this side: not refusals (GrpcError), not what the
 * engine itself cancelled
 */
export function grpcServer(methods: GrpcMethods, onFailure: (error: unknown) => void) {
  return async (stream: Http2Stream): Promise<void> => {
    const method = stream.headers.find(([name]) => name === ":path")?.[1] ?? "";
    stream.sendHeaders([[":status", "200"], ["content-type", "application/grpc"]]);
    try {
      const handler = methods.get(method);
      if (!handler) throw new GrpcError(GrpcStatus.unimplemented, `dk does not offer ${method}`);
      await handler(new StreamCall(stream, method));
      stream.end([["grpc-status", String(GrpcStatus.ok)]]);
    } catch (error) {
      if (!(error instanceof GrpcError || error instanceof CallCancelled)) onFailure(error);
      const status = error instanceof GrpcError ? error.status : GrpcStatus.unknown;
      const message = error instanceof Error ? error.message : String(error);
      stream.end([["grpc-status", String(status)], ["grpc-message", encodeURIComponent(message)]]);
    }
  };
}

/** The messages of one call, of either side. */
export class StreamCall implements GrpcCall {
  #pending: Uint8Array = new Uint8Array();

  constructor(readonly stream: Http2Stream, readonly method: string) {}

  get metadata() {
    return this.stream.headers;
  }

  async receive(): Promise<Uint8Array | null> {
    if (!await this.#fill(prefixSize)) return null;
    const { buffer, byteOffset } = this.#pending;
    const length = new DataView(buffer, byteOffset).getUint32(1);
    if (this.#pending[0] !== 0) throw new Error("The engine sent a compressed message");
    if (length > maxMessageSize) throw new Error(`A message of ${length} bytes is too large`);
    if (!await this.#fill(prefixSize + length)) throw new Error("A message is cut short");
    const message = this.#pending.subarray(prefixSize, prefixSize + length);
    this.#pending = this.#pending.subarray(prefixSize + length);
    return message;
  }

  /** Makes `count` bytes pending; false when the stream ended before. */
  async #fill(count: number): Promise<boolean> {
    if (this.#pending.length >= count) return true;
    const parts = [this.#pending];
    let length = this.#pending.length;
    while (length < count) {
      const piece = await this.stream.read();
      if (piece === null) return false;
      parts.push(piece);
      length += piece.length;
    }
    this.#pending = joinBytes(parts);
    return true;
  }

  send(...messages: Uint8Array[]): Promise<void> {
    return this.sendFramed(framed(messages));
  }

  sendFramed(messages: Uint8Array): Promise<void> {
    return this.stream.write(messages);
  }
}

function framed(messages: readonly Uint8Array[]): Uint8Array {
  const total = messages.reduce((sum, { length }) => sum + prefixSize + length, 0);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const message of messages) {
    view.setUint32(at + 1, message.length);
    bytes.set(message, at + prefixSize);
    at += prefixSize + message.length;
  }
  return bytes;
}
