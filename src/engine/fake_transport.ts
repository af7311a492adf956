import type { EngineRequest, EngineResponse, HijackedStream, Transport } from "./transport.ts";

/** What a {@link FakeTransport} answers: the pieces in which the body arrives. */
export interface FakeAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | readonly (string | Uint8Array)[];
}

/** A transport for tests: remembers what it was asked and answers from a list, in order. */
export class FakeTransport implements Transport {
  readonly requests: EngineRequest[] = [];
  /** Set once the body of an answer was cancelled. */
  cancelled = false;
  readonly #answers: FakeAnswer[];

  constructor(...answers: FakeAnswer[]) {
    this.#answers = answers;
  }

  request(request: EngineRequest): Promise<EngineResponse> {
    this.requests.push(request);
    const answer = this.#answers.shift() ?? {};
    const pieces = typeof answer.body === "string" ? [answer.body] : answer.body ?? [];
    const body = ReadableStream.from(pieces.map(toBytes)).pipeThrough(
      new TransformStream({ cancel: () => void (this.cancelled = true) }),
    );
    const text = () => new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>).text();
    return Promise.resolve({
      status: answer.status ?? 200,
      headers: new Headers(answer.headers),
      body,
      text,
      json: async <T>() => JSON.parse(await text()) as T,
    });
  }

  upgrade(request: EngineRequest): Promise<HijackedStream> {
    this.requests.push(request);
    const answer = this.#answers.shift() ?? {};
    const pieces = typeof answer.body === "string" ? [answer.body] : answer.body ?? [];
    return Promise.resolve(new FakeStream(pieces.map(toBytes)));
  }

  /** Method, path and query of all requests, one line each. */
  get log(): string[] {
    return this.requests.map(({ method, path, query }) => {
      const used = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
      const suffix = used.map(([key, value]) => `${key}=${value}`).join("&");
      return `${method} ${path}${suffix && `?${suffix}`}`;
    });
  }
}

/** A hijacked stream that delivers what it is given and keeps what is written. */
export class FakeStream implements HijackedStream {
  readonly headers = new Headers();
  readonly written: Uint8Array[] = [];
  closed = false;
  readonly #pieces: Uint8Array[];

  constructor(pieces: readonly Uint8Array[]) {
    this.#pieces = [...pieces];
  }

  read(buffer: Uint8Array): Promise<number | null> {
    const piece = this.#pieces.shift();
    if (!piece) return Promise.resolve(null);
    const taken = piece.subarray(0, buffer.length);
    buffer.set(taken);
    if (taken.length < piece.length) this.#pieces.unshift(piece.subarray(taken.length));
    return Promise.resolve(taken.length);
  }

  write(data: Uint8Array): Promise<number> {
    this.written.push(data.slice());
    return Promise.resolve(data.length);
  }

  closeWrite(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function toBytes(piece: string | Uint8Array): Uint8Array {
  return typeof piece === "string" ? new TextEncoder().encode(piece) : piece;
}
