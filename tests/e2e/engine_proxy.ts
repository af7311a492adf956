/** What is known of a connection when bytes of it come by. */
export interface ProxiedBytes {
  /** Path and query of the request that it carries, its version prefix included. */
  path: string;
  /** Bytes that the client has sent of it, these included. */
  sent: number;
  /** Ends the connection on both sides. */
  cut(): void;
}

/**
 * Stands between a client and an engine, both on unix sockets, and lets a test hold back or cut
 * what the client sends.
 */
export class EngineProxy implements Disposable {
  readonly #listener: Deno.UnixListener;
  readonly #open = new Set<() => void>();

  /**
   * @param path where it listens, open to everybody
   * @param engine the engine's address, `unix://PATH`
   * @param onUpload sees the client's bytes before they go on, which waits for its promise
   */
  constructor(
    readonly path: string,
    readonly engine: string,
    readonly onUpload: (bytes: ProxiedBytes) => Promise<void> | void,
  ) {
    this.#listener = Deno.listen({ transport: "unix", path });
    Deno.chmodSync(path, 0o777);
    this.#serve();
  }

  get address(): string {
    return `unix://${this.path}`;
  }

  /** Ends every connection, as an engine does that goes down. */
  cutAll(): void {
    for (const cut of this.#open) cut();
  }

  [Symbol.dispose](): void {
    this.#listener.close();
    this.cutAll();
  }

  async #serve(): Promise<void> {
    for await (const client of this.#listener) this.#connect(client);
  }

  async #connect(client: Deno.Conn): Promise<void> {
    const path = this.engine.replace(/^unix:\/\//, "");
    const engine = await Deno.connect({ transport: "unix", path });
    const cut = () => {
      this.#open.delete(cut);
      for (const end of [client, engine]) closeOnce(end);
    };
    this.#open.add(cut);
    const down = copy(engine, client);
    const request = { path: "", sent: 0 };
    const up = copy(client, engine, (bytes) => {
      const path = requestPath(bytes);
      if (path !== undefined) Object.assign(request, { path, sent: 0 });
      request.sent += bytes.length;
      return this.onUpload({ ...request, cut });
    });
    await Promise.all([down, up]);
    cut();
  }
}

/** Copies until either side ends, then passes the end on. */
export async function copy(
  from: Deno.Conn,
  to: Deno.Conn,
  before: (bytes: Uint8Array) => Promise<void> | void = () => {},
): Promise<void> {
  const buffer = new Uint8Array(64 * 1024);
  try {
    for (let count; (count = await from.read(buffer)) !== null;) {
      await before(buffer.subarray(0, count));
      for (let at = 0; at < count;) at += await to.write(buffer.subarray(at, count));
    }
    await to.closeWrite();
  } catch {
    closeOnce(from); // Cut, by a test or by one of the ends: the other one is to notice.
    closeOnce(to);
  }
}

/** Closes a connection that may be closed already. */
export function closeOnce(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

/** The path of a request whose head these bytes begin with. */
function requestPath(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder().decode(bytes.subarray(0, 2000));
  return /^(?:GET|HEAD|POST|PUT|DELETE) (\S+) HTTP\/1\.1\r\n/.exec(start)?.[1];
}
