import type { Environment } from "../lib/environment.ts";
import { abortable } from "./abortable.ts";
import type { TcpEndpoint } from "./host_address.ts";
import type { ResolvedHost } from "./host.ts";
import type { ByteStream } from "./transport.ts";

/** Docker's own patience with an address that does not answer. */
const connectTimeoutMs = 10_000;

/** Connects to a local socket. @throws as Dialer.dial */
export async function dialUnix(
  path: string,
  host: ResolvedHost,
  env: Environment,
  signal?: AbortSignal,
): Promise<ByteStream> {
  signal?.throwIfAborted();
  try {
    return await abortable(Deno.connect({ transport: "unix", path }), signal, close);
  } catch (error) {
    if (signal?.aborted) throw error;
    const { explainUnix } = await import("./unreachable.ts");
    throw await explainUnix(error, path, host, env);
  }
}

/** Connects to an engine on the network without TLS. @throws as Dialer.dial */
export async function dialTcp(
  endpoint: TcpEndpoint,
  host: ResolvedHost,
  signal?: AbortSignal,
): Promise<ByteStream> {
  const connection = await connectTcp(endpoint, host, signal);
  return new SuspectStream(connection, endpoint, host);
}

/** A TCP connection, made within the time limit. @throws as Dialer.dial */
export async function connectTcp(
  { hostname, port }: TcpEndpoint,
  host: ResolvedHost,
  signal?: AbortSignal,
): Promise<Deno.TcpConn> {
  signal?.throwIfAborted();
  const limit = AbortSignal.timeout(connectTimeoutMs);
  const either = signal ? AbortSignal.any([signal, limit]) : limit;
  try {
    const connection = await abortable(Deno.connect({ hostname, port }), either, close);
    connection.setNoDelay();
    return connection;
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const { explainTcp } = await import("./unreachable.ts");
    throw explainTcp(error, host);
  }
}

function close(connection: { close(): void }): void {
  connection.close();
}

/**
 * A plain connection whose first answer is looked at: an engine that expects TLS answers plain
 * HTTP with an alert record, or with status 400, and would otherwise leave the user puzzled.
 */
class SuspectStream implements ByteStream {
  #answered = false;

  constructor(
    readonly connection: Deno.Conn,
    readonly endpoint: TcpEndpoint,
    readonly host: ResolvedHost,
  ) {}

  async read(buffer: Uint8Array): Promise<number | null> {
    const count = await this.connection.read(buffer);
    if (!this.#answered) {
      this.#answered = true;
      if (count !== null && isSuspect(buffer.subarray(0, count))) await this.#refuseTlsServer();
    }
    return count;
  }

  async #refuseTlsServer(): Promise<void> {
    const { speaksTls } = await import("./tls_probe.ts");
    if (!await speaksTls(this.endpoint)) return;
    const { explainTlsExpected } = await import("./unreachable.ts");
    throw explainTlsExpected(this.host);
  }

  write(data: Uint8Array): Promise<number> {
    return this.connection.write(data);
  }

  closeWrite(): Promise<void> {
    return this.connection.closeWrite();
  }

  close(): void {
    this.connection.close();
  }
}

const alertRecord = 21;
const badRequest = /^HTTP\/1\.\d 400 /;

function isSuspect(answer: Uint8Array): boolean {
  return answer[0] === alertRecord ||
    badRequest.test(String.fromCharCode(...answer.subarray(0, 13)));
}
