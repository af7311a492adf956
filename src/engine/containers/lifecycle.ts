import { askStatus, type Cancellable } from "../ask.ts";
import { objectPath } from "../paths.ts";
import type { QueryValue, Transport } from "../transport.ts";

/**
 * Starts a container: `POST /containers/ID/start`. False when it was running already (304).
 *
 * @throws EngineError 404; 400 (Podman 500) when its command cannot be run, with the runtime's
 * words as reason (engine.md 3.6); 409 or 500 for ports taken and the like
 */
export async function startContainer(
  transport: Transport,
  id: string,
  options: Cancellable & { detachKeys?: string } = {},
): Promise<boolean> {
  return await act(transport, id, "start", { detachKeys: options.detachKeys }, options) !== 304;
}

/** What to send first and how long to wait before the kill. */
export interface StopOptions extends Cancellable {
  /** Seconds of patience; the container's own (10) when left out, −1 for ever. */
  timeout?: number;
  /** Such as `SIGINT`; from API 1.42 on. */
  stopSignal?: string;
}

/**
 * Stops a container, killing it after the timeout: `POST /containers/ID/stop`. Resolves when it
 * has ended; false when it was not running (304).
 */
export async function stopContainer(
  transport: Transport,
  id: string,
  options: StopOptions = {},
): Promise<boolean> {
  const query = { t: options.timeout, signal: options.stopSignal };
  return await act(transport, id, "stop", query, options) !== 304;
}

/**
 * Sends a signal, SIGKILL when none is named, to a container's first process:
 * `POST /containers/ID/kill`.
 *
 * @throws EngineError 409 (Podman: 500) when the container is not running
 */
export async function killContainer(
  transport: Transport,
  id: string,
  options: Cancellable & { killSignal?: string } = {},
): Promise<void> {
  await act(transport, id, "kill", { signal: options.killSignal }, options);
}

/** Renames a container: `POST /containers/ID/rename`. @throws EngineError 409 for a taken name */
export async function renameContainer(
  transport: Transport,
  id: string,
  name: string,
  options: Cancellable = {},
): Promise<void> {
  await act(transport, id, "rename", { name }, options);
}

/**
 * Tells a container's terminal its size: `POST /containers/ID/resize` (engine.md 3.7).
 *
 * @throws EngineError 409 before the start and after the end (Podman takes it before the start)
 */
export async function resizeContainer(
  transport: Transport,
  id: string,
  size: { rows: number; columns: number },
  options: Cancellable = {},
): Promise<void> {
  await act(transport, id, "resize", { h: size.rows, w: size.columns }, options);
}

/**
 * Removes a container: `DELETE /containers/ID`.
 *
 * @throws EngineError 404; 409 when it is running and `force` is not set, or when a removal is
 * already under way
 */
export async function removeContainer(
  transport: Transport,
  id: string,
  options: Cancellable & { force?: boolean; volumes?: boolean; link?: boolean } = {},
): Promise<void> {
  await askStatus(transport, {
    method: "DELETE",
    path: objectPath("containers", id),
    query: {
      force: options.force || undefined,
      v: options.volumes || undefined,
      link: options.link || undefined,
    },
    signal: options.signal,
  });
}

function act(
  transport: Transport,
  id: string,
  action: string,
  query: Record<string, QueryValue>,
  options: Cancellable,
): Promise<number> {
  const path = objectPath("containers", id, action);
  return askStatus(transport, { method: "POST", path, query, signal: options.signal });
}
