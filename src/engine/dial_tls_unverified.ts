import type { ConnectionOptions, TLSSocket } from "node:tls";
import type { TlsMaterial } from "./dial_tls.ts";
import type { TcpEndpoint } from "./host_address.ts";
import type { ByteStream } from "./transport.ts";

/**
 * Connects over TLS and believes whoever answers, for DOCKER_TLS without DOCKER_TLS_VERIFY and for
 * contexts with SkipTLSVerify. Only Node's TLS can be told to, so it is loaded here and nowhere else.
 */
export async function connectUnverified(
  { hostname, port }: TcpEndpoint,
  { client }: TlsMaterial,
): Promise<ByteStream> {
  const { connect } = await import("node:tls");
  const ready = Promise.withResolvers<void>();
  const options: ConnectionOptions & { allowHalfOpen: boolean } = {
    host: hostname,
    port,
    rejectUnauthorized: false,
    allowHalfOpen: true,
    ...client,
  };
  const socket = connect(options);
  socket.once("secureConnect", ready.resolve);
  socket.once("error", ready.reject);
  try {
    await ready.promise;
    return new SocketStream(socket);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Node's socket, read on demand. */
class SocketStream implements ByteStream {
  #left: Uint8Array = new Uint8Array();
  #ended = false;
  #error: Error | undefined;
  #wake = () => {};

  constructor(readonly socket: TLSSocket) {
    socket.on("readable", () => this.#wake());
    socket.on("end", () => this.#finish());
    socket.on("close", () => this.#finish());
    socket.on("error", (error) => this.#finish(error));
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#left.length === 0) {
      const chunk = this.socket.read() as Uint8Array | null;
      if (chunk !== null) this.#left = chunk;
      else if (this.#error) throw this.#error;
      else if (this.#ended) return null;
      else await new Promise<void>((resolve) => this.#wake = resolve);
    }
    const count = Math.min(buffer.length, this.#left.length);
    buffer.set(this.#left.subarray(0, count));
    this.#left = this.#left.subarray(count);
    return count;
  }

  async write(data: Uint8Array): Promise<number> {
    await settle((done) => this.socket.write(data, done));
    return data.length;
  }

  closeWrite(): Promise<void> {
    return settle((done) => this.socket.end(done));
  }

  close(): void {
    this.socket.destroy();
  }

  #finish(error?: Error): void {
    this.#error ??= error;
    this.#ended = true;
    this.#wake();
  }
}

/** Waits for a node callback. */
function settle(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => error ? reject(error) : resolve());
  });
}
