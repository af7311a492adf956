import { Failure } from "../lib/failure.ts";
import { JsonObjectParser } from "./json_objects.ts";
import type { EngineMessage } from "./messages.ts";
import { errorOf } from "./messages.ts";
import type { EngineResponse } from "./transport.ts";

/** Gathers a stream's result from its messages. */
export interface Verdict<Result> {
  /** Sees every message but those that report an error. */
  take(message: EngineMessage): void;
  /**
   * The result, when the stream has ended without an error.
   *
   * @throws Failure when a result is due and none came: the connection was lost
   */
  result(): Result;
}

type Outcome<Result> = { result: Result } | { error: unknown };

/**
 * The progress of a pull, push, build, load or import and its outcome, as one value. Iterate it
 * (once) to see the messages, then await {@link ProgressStream.done} for the result; both reject
 * with an InBandError when the engine reports one. Disposing it closes the connection, which
 * cancels work that is not finished.
 */
export class ProgressStream<Result> implements AsyncIterable<EngineMessage>, AsyncDisposable {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #parser = new JsonObjectParser<EngineMessage>();
  #queue: EngineMessage[] = [];
  #outcome?: Outcome<Result>;
  #state: "untouched" | "iterating" | "iterated" = "untouched";

  constructor(response: EngineResponse, private readonly verdict: Verdict<Result>) {
    this.#reader = response.body.getReader();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<EngineMessage> {
    if (this.#state !== "untouched") {
      throw new TypeError("A progress stream can be iterated once only");
    }
    this.#state = "iterating";
    try {
      for (;;) {
        const messages = this.#queue;
        this.#queue = [];
        for (const message of messages) yield message;
        if (this.#outcome) break;
        await this.#fill();
      }
    } finally {
      this.#state = "iterated";
    }
    if ("error" in this.#outcome) throw this.#outcome.error;
  }

  /** Reads what was not iterated and resolves with the result. */
  async done(): Promise<Result> {
    if (this.#state === "iterating") {
      throw new TypeError("done() is for after the iteration");
    }
    this.#state = "iterated";
    while (!this.#outcome) {
      this.#queue = [];
      await this.#fill();
    }
    if ("error" in this.#outcome) throw this.#outcome.error;
    return this.#outcome.result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#outcome) return;
    this.#outcome = { error: new Failure("The engine's messages were not read to their end") };
    await this.#reader.cancel();
  }

  /** Takes in the next chunk: more messages, or the outcome. */
  async #fill(): Promise<void> {
    try {
      const { done, value } = await this.#reader.read();
      if (done) this.#end();
      else for (const message of this.#parser.push(value)) this.#take(message);
    } catch (error) {
      this.#outcome ??= { error };
      await this.#reader.cancel(error);
    }
  }

  #take(message: EngineMessage): void {
    const error = errorOf(message);
    if (error) throw error;
    this.verdict.take(message);
    this.#queue.push(message);
  }

  #end(): void {
    this.#parser.end();
    this.#outcome ??= { result: this.verdict.result() };
  }
}

/** The objects of a body of concatenated JSON objects (events, stats), each once complete. */
export async function* readJsonObjects<T>(body: ReadableStream<Uint8Array>): AsyncGenerator<T> {
  const parser = new JsonObjectParser<T>();
  for await (const chunk of body) {
    for (const object of parser.push(chunk)) yield object;
  }
  parser.end();
}
