import type { Dialer } from "./dialer.ts";
import { isRefusal, refusal } from "./answer.ts";
import { type Connection, Exchange } from "./exchange.ts";
import { connectionCut, ConnectionReader, encodeHead, type ResponseHead } from "./http1.ts";
import { payload, plainHeaders, queryString, upgradeHeaders } from "./request_head.ts";
import type {
  EngineRequest,
  EngineResponse,
  HijackedStream,
  Transport,
  UpgradeRequest,
} from "./transport.ts";

/** The head of a connection that begins without one. */
const nothingSaid: ResponseHead = { status: 101, headers: { get: () => null } };

/**
 * A transport over connections of `dialer`. A connection whose answer was read to its end is
 * kept for the next request: over ssh and TLS a new one costs a handshake.
 */
export class HttpTransport implements Transport, Disposable {
  readonly #idle: Connection[] = [];
  #closed = false;

  /**
   * @param dialer opens connections
   * @param versionPrefix resolves with what stands before versioned paths, such as `/v1.41`
   * @param extraHeaders sent with every request (`HttpHeaders` of docker's config.json)
   */
  constructor(
    readonly dialer: Dialer,
    readonly versionPrefix: (signal?: AbortSignal) => Promise<string>,
    readonly extraHeaders: Readonly<Record<string, string>> = {},
  ) {}

  async request(request: EngineRequest): Promise<EngineResponse> {
    const target = await this.#target(request);
    const { exchange, head } = await this.#exchange(request, target, plainHeaders(request));
    const response = exchange.response(
      request.method,
      head,
      (connection) => this.#keep(connection),
    );
    if (isRefusal(head.status)) throw await refusal(request, head, response);
    return response;
  }

  async upgrade(request: UpgradeRequest): Promise<HijackedStream> {
    if (request.priorKnowledge) {
      const connection = await this.#dial(request.signal);
      return new Exchange(connection, request.signal).hijack(nothingSaid);
    }
    const target = await this.#target(request);
    const headers = [...plainHeaders(request), ...upgradeHeaders(request)];
    const { exchange, head } = await this.#exchange(request, target, headers);
    if (isRefusal(head.status)) {
      throw await refusal(request, head, exchange.response(request.method, head, () => {}));
    }
    return exchange.hijack(head);
  }

  [Symbol.dispose]() {
    this.#closed = true;
    for (const { stream } of this.#idle.splice(0)) stream.close();
  }

  async #target({ path, query, versioned, signal }: EngineRequest): Promise<string> {
    signal?.throwIfAborted();
    const version = versioned === false ? "" : await this.versionPrefix(signal);
    return `${this.dialer.basePath}${version}${path}${queryString(query)}`;
  }

  /** Sends the request and waits for the head, once more when a kept connection had gone stale. */
  async #exchange(
    request: EngineRequest,
    target: string,
    headers: ReadonlyArray<readonly [string, string]>,
  ): Promise<{ exchange: Exchange; head: ResponseHead }> {
    for (;;) {
      const connection = await this.#connection(request);
      const exchange = new Exchange(connection, request.signal);
      const own = Object.entries({ Host: this.dialer.hostHeader, ...this.extraHeaders });
      const all = [...own, ...headers];
      const head = await exchange.send(encodeHead(request.method, target, all), payload(request));
      if (head) return { exchange, head };
      exchange.close();
      if (!connection.used) throw connectionCut();
    }
  }

  /** A kept connection, or a new one; a streamed payload always gets a new one, as it cannot be resent. */
  async #connection(request: EngineRequest): Promise<Connection> {
    const streams = request.body !== undefined && !(request.body instanceof Uint8Array);
    const kept = streams ? undefined : this.#idle.pop();
    return kept ?? await this.#dial(request.signal);
  }

  async #dial(signal?: AbortSignal): Promise<Connection> {
    const stream = await this.dialer.dial(signal);
    return { stream, reader: new ConnectionReader(stream), used: false };
  }

  #keep(connection: Connection) {
    if (this.#closed) return connection.stream.close();
    this.#idle.push({ ...connection, used: true });
  }
}
