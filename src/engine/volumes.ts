import { askJson, askStatus, type Cancellable } from "./ask.ts";
import { encodeFilters, type Filters } from "./filters.ts";
import { objectPath } from "./paths.ts";
import type { Transport } from "./transport.ts";

/** A volume. */
export interface Volume {
  Name: string;
  Driver: string;
  /** Where it is on the engine's host. */
  Mountpoint: string;
  /** RFC 3339. */
  CreatedAt?: string;
  Scope: string;
  Labels: Record<string, string> | null;
  Options: Record<string, string> | null;
}

/** What a volume is to be; without a name it gets a random one. */
export interface VolumeSpec {
  Name?: string;
  Driver?: string;
  DriverOpts?: Record<string, string>;
  Labels?: Record<string, string>;
}

/** The engine's volumes: `GET /volumes`. @throws EngineError 400 for an unknown filter */
export async function listVolumes(
  transport: Transport,
  options: Cancellable & { filters?: Filters } = {},
): Promise<Volume[]> {
  const answer = await askJson<{ Volumes: Volume[] | null }>(transport, {
    method: "GET",
    path: "/volumes",
    query: { filters: encodeFilters(options.filters) },
    signal: options.signal,
  });
  return answer.Volumes ?? [];
}

/** Creates a volume, or finds the one of that name: `POST /volumes/create`. */
export async function createVolume(
  transport: Transport,
  spec: VolumeSpec,
  options: Cancellable = {},
): Promise<Volume> {
  return await askJson<Volume>(transport, {
    method: "POST",
    path: "/volumes/create",
    json: spec,
    signal: options.signal,
  });
}

/** One volume: `GET /volumes/NAME`. @throws EngineError 404 */
export async function inspectVolume(
  transport: Transport,
  name: string,
  options: Cancellable = {},
): Promise<Volume> {
  const path = objectPath("volumes", name);
  return await askJson<Volume>(transport, { method: "GET", path, signal: options.signal });
}

/**
 * Removes a volume: `DELETE /volumes/NAME`; `force` also one whose driver is gone.
 *
 * @throws EngineError 404; 409 when a container uses it
 */
export async function removeVolume(
  transport: Transport,
  name: string,
  options: Cancellable & { force?: boolean } = {},
): Promise<void> {
  await askStatus(transport, {
    method: "DELETE",
    path: objectPath("volumes", name),
    query: { force: options.force || undefined },
    signal: options.signal,
  });
}
