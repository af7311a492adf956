import type { EngineRequest, Transport } from "./transport.ts";

/** What every endpoint function accepts last. */
export interface Cancellable {
  /** Ends the call; its reason is what the call rejects with. */
  signal?: AbortSignal;
}

/** Sends a request and resolves with its JSON answer. */
export async function askJson<T>(transport: Transport, request: EngineRequest): Promise<T> {
  const response = await transport.request(request);
  return await response.json<T>();
}

/** As {@link askJson}, for a list: an engine may send null for an empty one. */
export async function askList<T>(transport: Transport, request: EngineRequest): Promise<T[]> {
  return await askJson<T[] | null>(transport, request) ?? [];
}

/**
 * Sends a request whose answer says nothing beyond its status, which is returned. The empty
 * body is read to its end so that the connection can serve the next request.
 */
export async function askStatus(transport: Transport, request: EngineRequest): Promise<number> {
  const response = await transport.request(request);
  await response.text();
  return response.status;
}
