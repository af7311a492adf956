import { Failure } from "../lib/failure.ts";
import { abortable } from "./abortable.ts";
import { connectTcp } from "./dial_plain.ts";
import { connectUnverified } from "./dial_tls_unverified.ts";
import type { TcpEndpoint } from "./host_address.ts";
import type { ResolvedHost, TlsSettings } from "./host.ts";
import { speaksTls } from "./tls_probe.ts";
import type { ByteStream } from "./transport.ts";
import { explainTcp, explainTls } from "./unreachable.ts";

const handshakeTimeoutMs = 10_000;

/** The contents of the PEM files named in {@link TlsSettings}. */
export interface TlsMaterial {
  ca?: string;
  /** Certificate and key go together or not at all. */
  client?: { cert: string; key: string };
}

/**
 * Reads the certificates. A certificate without its key, or the reverse, is of no use and left out,
 * as docker does with default files.
 *
 * @throws Failure naming the file that cannot be read
 */
export async function readTlsMaterial(tls: TlsSettings): Promise<TlsMaterial> {
  const ca = tls.verify && tls.ca ? await readPem(tls.ca) : undefined;
  if (!tls.cert || !tls.key) return { ca };
  return { ca, client: { cert: await readPem(tls.cert), key: await readPem(tls.key) } };
}

/**
 * Connects over TLS and completes the handshake.
 *
 * @throws as Dialer.dial
 */
export async function dialTls(
  endpoint: TcpEndpoint,
  host: ResolvedHost,
  tls: TlsSettings,
  material: TlsMaterial,
  signal?: AbortSignal,
): Promise<ByteStream> {
  signal?.throwIfAborted();
  const limit = AbortSignal.timeout(handshakeTimeoutMs);
  const either = signal ? AbortSignal.any([signal, limit]) : limit;
  try {
    const connecting = tls.verify
      ? connectVerified(endpoint, material)
      : connectUnverified(endpoint, material);
    return new JudgedStream(await abortable(connecting, either, close), host, tls);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (limit.aborted) throw explainTcp(error, host);
    // What went wrong below TLS is told apart by trying again without it.
    (await connectTcp(endpoint, host, signal)).close();
    throw explainTls(error, host, tls, await speaksTls(endpoint));
  }
}

async function connectVerified(
  { hostname, port }: TcpEndpoint,
  { ca, client }: TlsMaterial,
): Promise<Deno.TlsConn> {
  const options = { hostname, port, caCerts: ca === undefined ? [] : [ca] };
  const connection = await Deno.connectTls(client ? { ...options, ...client } : options);
  try {
    await connection.handshake();
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/**
 * A TLS connection. In TLS 1.3 the engine judges the client's certificate after the handshake, so
 * that its refusal arrives in place of the first answer.
 */
class JudgedStream implements ByteStream {
  #answered = false;

  constructor(
    readonly connection: ByteStream,
    readonly host: ResolvedHost,
    readonly tls: TlsSettings,
  ) {}

  async read(buffer: Uint8Array): Promise<number | null> {
    try {
      const count = await this.connection.read(buffer);
      if (count === null && !this.#answered) throw new Error("The engine hung up without a word");
      this.#answered = true;
      return count;
    } catch (error) {
      if (this.#answered) throw error;
      throw explainTls(error, this.host, this.tls, true);
    }
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

async function readPem(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw new Failure(`Cannot read the certificate file ${path}`, {
      why: (error as Error).message,
      next: "Make it readable for this user, or name another folder in DOCKER_CERT_PATH",
      cause: error,
    });
  }
}

function close(connection: { close(): void }): void {
  connection.close();
}
