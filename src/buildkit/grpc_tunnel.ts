import type { HijackedStream } from "../engine/transport.ts";
import { protoFields, ProtoWriter } from "../lib/protobuf.ts";
import { StreamCall } from "./grpc.ts";
import { Http2Connection } from "./http2/connection.ts";
import type { HeaderField } from "./http2/hpack.ts";
import { CallCancelled, type Http2Stream } from "./http2/stream.ts";

/** An engine answers at once; what does not speak HTTP/2 may wait for more of a request for ever. */
const patienceMilliseconds = 5000;

/**
 * Calls a method whose messages in both directions are `{1: bytes}`, and gives their content as one
 * byte stream: BuildKit's `Control/Session`, in which a session travels like a connection of its own.
 *
 * @param connection to an engine that may speak HTTP/2; closed where there is no such method
 * @returns undefined where the other side speaks no HTTP/2 or does not offer the method
 */
export async function openTunnel(
  connection: HijackedStream,
  method: string,
  metadata: Iterable<HeaderField>,
): Promise<HijackedStream | undefined> {
  const http2 = new Http2Connection(connection);
  http2.serve().catch(() => {}); // Ends the call too, which tells of it.
  const stream = http2.open([
    [":method", "POST"],
    [":scheme", "http"],
    [":path", method],
    [":authority", "docker"],
    ["content-type", "application/grpc"],
    ["te", "trailers"],
    ...metadata,
  ]);
  const timer = setTimeout(() => connection.close(), patienceMilliseconds);
  try {
    if (isAccepted(await stream.answer())) return new Tunnel(connection, stream, method);
  } catch {
    // Not HTTP/2: its first bytes were no frame, or it hung up.
  } finally {
    clearTimeout(timer);
  }
  connection.close();
}

/** A refusal has its status in the first and only header fields. */
function isAccepted(fields: readonly HeaderField[]): boolean {
  const answer = new Map(fields);
  return answer.get(":status") === "200" && (answer.get("grpc-status") ?? "0") === "0";
}

class Tunnel implements HijackedStream {
  readonly headers = { get: () => null };
  readonly #call: StreamCall;
  #rest: Uint8Array = new Uint8Array();

  constructor(
    readonly connection: HijackedStream,
    readonly stream: Http2Stream,
    method: string,
  ) {
    this.#call = new StreamCall(stream, method);
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#rest.length === 0) {
      const message = await this.#receive();
      if (!message) return null;
      this.#rest = [...protoFields(message)].find(({ field }) => field === 1)?.bytes ?? this.#rest;
    }
    const piece = this.#rest.subarray(0, buffer.length);
    buffer.set(piece);
    this.#rest = this.#rest.subarray(piece.length);
    return piece.length;
  }

  /** The end of the call, however it came, is that of the byte stream. */
  async #receive(): Promise<Uint8Array | null> {
    try {
      return await this.#call.receive();
    } catch (error) {
      if (error instanceof CallCancelled) return null;
      throw error;
    }
  }

  async write(data: Uint8Array): Promise<number> {
    await this.#call.send(new ProtoWriter(data.length + 16).bytes(1, data).finish());
    return data.length;
  }

  closeWrite(): Promise<void> {
    this.stream.endRequest();
    return Promise.resolve();
  }

  close(): void {
    this.connection.close();
  }

  [Symbol.dispose]() {
    this.close();
  }
}
