import { Answer, type AnswerPayload } from "./answer.ts";
import {
  connectionCut,
  type ConnectionReader,
  framingOf,
  payloadReader,
  readHead,
  type ResponseHead,
  writeAll,
  writeChunked,
} from "./http1.ts";
import type { ByteStream, HijackedStream } from "./transport.ts";

/** An open connection, and whether the engine has answered on it before. */
export interface Connection {
  stream: ByteStream;
  reader: ConnectionReader;
  used: boolean;
}

/** One request and its answer on one connection. */
export class Exchange {
  /** Why the payload could not be produced; the engine's own error would hide it. */
  #producerError: unknown;
  #sent = false;
  #closed = false;
  readonly #abort = () => this.close();

  constructor(readonly connection: Connection, readonly signal?: AbortSignal) {
    signal?.addEventListener("abort", this.#abort);
  }

  /** @returns null when the engine closed a connection without a word */
  async send(head: Uint8Array, body?: Uint8Array | AsyncIterable<Uint8Array>) {
    const sending = this.#sendAll(head, body);
    try {
      const answer = await readHead(this.connection.reader);
      if (answer) return answer;
      await sending;
      this.#throwCause();
      return null;
    } catch (error) {
      this.close();
      this.#throwCause();
      if (this.connection.used && isConnectionLoss(error)) return null;
      throw isConnectionLoss(error) ? connectionCut() : error;
    }
  }

  /** Never rejects: a broken connection shows in the answer, a broken producer is kept. */
  async #sendAll(head: Uint8Array, body?: Uint8Array | AsyncIterable<Uint8Array>) {
    const { stream } = this.connection;
    try {
      if (body === undefined || body instanceof Uint8Array) {
        await writeAll(stream, joined(head, body));
      } else {
        await writeAll(stream, head);
        await writeChunked(stream, this.#watched(body));
      }
      this.#sent = true;
    } catch {
      if (this.#producerError !== undefined) this.close();
      // Else the engine stopped reading: its answer, still to be read, says why.
    }
  }

  async *#watched(body: AsyncIterable<Uint8Array>) {
    try {
      yield* body;
    } catch (error) {
      this.#producerError = error;
      throw error;
    }
  }

  /**
   * The answer behind `head`.
   *
   * @param keep takes the connection once the payload was read to its end
   */
  response(
    method: string,
    head: ResponseHead,
    keep: (connection: Connection) => void,
  ): Answer {
    const framing = framingOf(method, head);
    const read = payloadReader(this.connection.reader, framing);
    const close = /\bclose\b/i.test(head.headers.get("connection") ?? "");
    const reusable = () => this.#sent && !this.#closed && !close && framing.kind !== "until-close";
    const finish = () => {
      this.#release();
      if (reusable()) keep(this.connection);
      else this.close();
    };
    const isEmpty = framing.kind === "none" || (framing.kind === "length" && framing.length === 0);
    if (isEmpty) finish();
    return new Answer(head, this.#payload(read, isEmpty, finish));
  }

  #payload(
    read: (buffer: Uint8Array) => Promise<number | null>,
    isEmpty: boolean,
    finish: () => void,
  ): AnswerPayload {
    let finished = isEmpty;
    return {
      read: async (buffer) => {
        if (finished) return null;
        try {
          const count = await read(buffer);
          if (count !== null) return count;
        } catch (error) {
          this.close();
          this.#throwCause();
          throw isConnectionLoss(error) ? connectionCut() : error;
        }
        finished = true;
        finish();
        return null;
      },
      cancel: () => {
        if (!finished) this.close();
      },
    };
  }

  /** Hands the connection over; what follows the head is read first. */
  hijack(head: ResponseHead): HijackedStream {
    const { stream, reader } = this.connection;
    const guarded = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await work;
      } catch (error) {
        this.signal?.throwIfAborted();
        throw error;
      }
    };
    return {
      headers: head.headers,
      read: (buffer) => guarded(reader.read(buffer)),
      write: (data) => guarded(withOwnName(stream.write(data))),
      closeWrite: () => stream.closeWrite(),
      close: () => this.close(),
      [Symbol.dispose]: () => this.close(),
    };
  }

  #release() {
    this.signal?.removeEventListener("abort", this.#abort);
  }

  close() {
    this.#release();
    if (this.#closed) return;
    this.#closed = true;
    this.connection.stream.close();
  }

  #throwCause() {
    this.signal?.throwIfAborted();
    if (this.#producerError !== undefined) throw this.#producerError;
  }
}

/**
 * A write that the engine takes no more. BrokenPipe is what dk's own stdout throws when its reader
 * has gone, after which dk ends without a word: a connection's loss has another name.
 */
async function withOwnName(write: Promise<number>): Promise<number> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    throw new Deno.errors.ConnectionReset("The engine closed the connection", { cause: error });
  }
}

function joined(head: Uint8Array, body?: Uint8Array): Uint8Array {
  if (!body) return head;
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
}

/** The connection went away, as the kernel or TLS tells it. */
function isConnectionLoss(error: unknown): boolean {
  return [
    Deno.errors.BrokenPipe,
    Deno.errors.ConnectionReset,
    Deno.errors.ConnectionAborted,
    Deno.errors.UnexpectedEof,
    Deno.errors.BadResource,
    Deno.errors.Interrupted,
    Deno.errors.NotConnected,
  ].some((kind) => error instanceof kind);
}
