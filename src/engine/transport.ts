/**
 * What every endpoint function needs of an engine: one way to ask, one way to take over the
 * connection. Tests fake these two methods and nothing else.
 */
export interface Transport {
  /**
   * Sends one request and resolves when the response head has arrived and its status is a
   * success (2xx or 3xx); the caller consumes or cancels `body`.
   *
   * @throws EngineError when the engine answers 4xx or 5xx
   * @throws Failure when the engine cannot be reached (explained once, with the way out)
   * @throws the abort reason, untouched, when `signal` aborts; the connection is closed
   */
  request(request: EngineRequest): Promise<EngineResponse>;

  /**
   * Asks the engine to hand over the connection (101, or 200 of engines that do not bother) and
   * resolves with the raw byte stream behind it.
   *
   * @throws as {@link Transport.request}
   */
  upgrade(request: UpgradeRequest): Promise<HijackedStream>;
}

/** What a query parameter may be; see {@link EngineRequest.query}. */
export type QueryValue = string | number | boolean | readonly string[] | undefined;

/** One request to the engine. */
export interface EngineRequest {
  method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  /** Path without version prefix, segments already encoded: `/containers/json`. */
  path: string;
  /** Query parameters; `undefined` is left out, arrays repeat the key, booleans become 1 and 0. */
  query?: Record<string, QueryValue>;
  headers?: Record<string, string>;
  /** JSON body; excludes `body`. */
  json?: unknown;
  /** Raw body: bytes are sent with Content-Length, an iterable is streamed in chunks. */
  body?: Uint8Array | AsyncIterable<Uint8Array>;
  /** Content type of `body`; `application/x-tar` when left out (engine.md 1.4). */
  contentType?: string;
  signal?: AbortSignal;
  /** False for `/_ping`, the only path that never carries a version. */
  versioned?: boolean;
}

/** A request whose answer is the connection itself. */
export interface UpgradeRequest extends EngineRequest {
  /** Protocol named in the Upgrade header: `tcp` (default) or `h2c` for BuildKit sessions. */
  protocol?: string;
  /**
   * Asks for nothing: resolves with a fresh connection on which the protocol may begin at once
   * (HTTP/2 with prior knowledge).
   */
  priorKnowledge?: boolean;
  /** Headers that repeat (BuildKit's method list), sent after `headers`. */
  repeatedHeaders?: ReadonlyArray<readonly [string, string]>;
}

/** The fields of an answer's head; `Headers` fits, and takes a millisecond to load. */
export interface ResponseHeaders {
  /** The value of the field, in any case; several values are joined by commas. */
  get(name: string): string | null;
}

/** A successful answer; its payload is read once, in one of the three ways. */
export interface EngineResponse {
  status: number;
  headers: ResponseHeaders;
  /** The payload, transfer coding removed. Ends with an error when the connection is cut short. */
  body: ReadableStream<Uint8Array>;
  /** The whole payload as text. */
  text(): Promise<string>;
  /** The whole payload parsed as JSON. @throws Failure when it is not JSON */
  json<T>(): Promise<T>;
}

/** Bytes in both directions; the shape of `Deno.Conn`. */
export interface ByteStream {
  /** Resolves with the count of bytes put into `buffer`, or null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Resolves with the count of bytes taken from `data`, which may be fewer than offered. */
  write(data: Uint8Array): Promise<number>;
  /** Half-close: tells the other side that nothing follows; reading goes on. */
  closeWrite(): Promise<void>;
  close(): void;
}

/** A connection that the engine has handed over. Bytes behind the 101 head are read first. */
export interface HijackedStream extends ByteStream, Disposable {
  headers: ResponseHeaders;
}

/** What the engine said of itself when asked first (engine.md 1.2). */
export interface EngineIdentity {
  /** Version spoken by both sides: the lower of the engine's and dk's, such as `1.41`. */
  apiVersion: string;
  /** The engine's own highest version. */
  engineApiVersion: string;
  isPodman: boolean;
  /** `linux` or `windows`; Podman 4.3 does not say and is taken for linux. */
  os: string;
  /** `2` where the engine advertises BuildKit; empty on 20.10, which has it nevertheless. */
  builderVersion: string;
  /** `inactive`, `active/manager`, `active/worker`; empty where the engine does not say. */
  swarm: string;
}

/** A transport to a known engine, its version negotiated on first use. */
export interface Engine extends Transport, AsyncDisposable {
  /** Asked lazily, once; every request waits for it. */
  identity(signal?: AbortSignal): Promise<EngineIdentity>;
  /** The address as the user would write it, for messages: `unix:///var/run/docker.sock`. */
  readonly address: string;
}
