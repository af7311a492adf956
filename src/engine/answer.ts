import { Failure } from "../lib/failure.ts";
import { EngineError } from "./errors.ts";
import type { ResponseHead } from "./http1.ts";
import type { EngineRequest, EngineResponse, ResponseHeaders } from "./transport.ts";

/** Most of an error's body that is kept; an engine's own messages are far shorter. */
const maxErrorBytes = 64 * 1024;

const readSize = 16 * 1024;
const streamReadSize = 256 * 1024;
const leastReadSize = 64 * 1024;

/** The bytes behind a head, transfer coding removed. */
export interface AnswerPayload {
  /** Resolves with the count of bytes put into `buffer`, or null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Gives up what was not read: the connection is closed. */
  cancel(): void;
}

/** A successful answer. */
export class Answer implements EngineResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  #body?: ReadableStream<Uint8Array>;

  constructor(head: ResponseHead, readonly payload: AnswerPayload) {
    this.status = head.status;
    this.headers = head.headers;
  }

  /** Made when it is asked for: the runtime takes 3 ms to load its web streams. */
  get body(): ReadableStream<Uint8Array> {
    // Engines send small pieces, which share a buffer: to make one costs more than to read a piece.
    let buffer = new Uint8Array(0);
    return this.#body ??= new ReadableStream({
      pull: async (controller) => {
        if (buffer.length < leastReadSize) buffer = new Uint8Array(streamReadSize);
        const count = await this.payload.read(buffer);
        if (count === null) return controller.close();
        controller.enqueue(buffer.subarray(0, count));
        buffer = buffer.subarray(count);
      },
      cancel: () => this.payload.cancel(),
    }, { highWaterMark: 0 });
  }

  async text(): Promise<string> {
    return await payloadText(this.payload);
  }

  async json<T>(): Promise<T> {
    const text = await this.text();
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new Failure(`The engine's answer is not JSON: ${JSON.stringify(text.slice(0, 80))}`, {
        next: "Check that the address is a Docker engine's",
        cause,
      });
    }
  }
}

/** True when the engine refused what was asked. */
export function isRefusal(status: number): boolean {
  // A redirect comes only of a malformed path (engine.md 1.4); 304 means "already so".
  return status >= 400 || (status >= 300 && status !== 304);
}

/** The engine's refusal as an error. */
export async function refusal(
  request: EngineRequest,
  head: ResponseHead,
  response: Answer,
): Promise<EngineError> {
  const reason = errorReason(head.headers, await payloadText(response.payload, maxErrorBytes));
  return new EngineError(head.status, reason, `${request.method} ${request.path}`);
}

/** The payload as text; what is longer than `most` is given up. */
async function payloadText(payload: AnswerPayload, most = Infinity): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(readSize);
  let text = "";
  for (let count; (count = await payload.read(buffer)) !== null;) {
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
    if (text.length <= most) continue;
    payload.cancel();
    return text;
  }
  return text + decoder.decode();
}

/** The engine's words in an error's body: `message` of its JSON, or the plain text. */
function errorReason(headers: ResponseHeaders, body: string): string {
  if (!headers.get("content-type")?.startsWith("application/json")) return body.trim();
  try {
    const { message } = JSON.parse(body);
    return typeof message === "string" ? message.trim() : body.trim();
  } catch {
    return body.trim(); // Cut short at the cap, or not JSON after all: show it as it is.
  }
}
