import { Failure } from "../lib/failure.ts";
import { EngineError } from "./errors.ts";
import type { ResponseHead } from "./http1.ts";
import type { EngineRequest, EngineResponse } from "./transport.ts";

/** Most of an error's body that is kept; an engine's own messages are far shorter. */
const maxErrorBytes = 64 * 1024;

/** A successful answer. */
export class Answer implements EngineResponse {
  readonly status: number;
  readonly headers: Headers;

  constructor(head: ResponseHead, readonly body: ReadableStream<Uint8Array>) {
    this.status = head.status;
    this.headers = head.headers;
  }

  async text(): Promise<string> {
    const decoder = new TextDecoder();
    let text = "";
    for await (const piece of this.body) text += decoder.decode(piece, { stream: true });
    return text + decoder.decode();
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
  response: EngineResponse,
): Promise<EngineError> {
  const reason = errorReason(head.headers, await cappedText(response.body));
  return new EngineError(head.status, reason, `${request.method} ${request.path}`);
}

async function cappedText(body: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of body) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > maxErrorBytes) break;
  }
  return text;
}

/** The engine's words in an error's body: `message` of its JSON, or the plain text. */
function errorReason(headers: Headers, body: string): string {
  if (!headers.get("content-type")?.startsWith("application/json")) return body.trim();
  try {
    const { message } = JSON.parse(body);
    return typeof message === "string" ? message.trim() : body.trim();
  } catch {
    return body.trim(); // Cut short at the cap, or not JSON after all: show it as it is.
  }
}
