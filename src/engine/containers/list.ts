import { askList, type Cancellable } from "../ask.ts";
import { encodeFilters, type Filters } from "../filters.ts";
import type { Transport } from "../transport.ts";

/** A container in a list. */
export interface ContainerSummary {
  Id: string;
  /** Each with a leading slash. */
  Names: string[];
  /** The image as it was named at creation; an id once that name has moved on. */
  Image: string;
  ImageID: string;
  Command: string;
  /** Seconds since the epoch. */
  Created: number;
  Ports: PublishedPort[] | null;
  Labels: Record<string, string> | null;
  /** `created`, `running`, `paused`, `restarting`, `removing`, `exited`, `dead`; Podman: `stopped`. */
  State: string;
  /** For people: `Up 5 minutes`. */
  Status: string;
  /** Bytes written by the container; only when sizes were asked for. */
  SizeRw?: number;
  /** The same with its image. */
  SizeRootFs?: number;
  Mounts: { Type: string; Name?: string; Source: string; Destination: string }[] | null;
  NetworkSettings?: { Networks?: Record<string, unknown> | null } | null;
  HostConfig?: { NetworkMode?: string };
}

/** A port of a container; with `PublicPort` one that is published. */
export interface PublishedPort {
  IP?: string;
  PrivatePort: number;
  PublicPort?: number;
  Type: string;
}

/**
 * The engine's containers, newest first: `GET /containers/json`; the running ones unless `all` or
 * `limit` is set. `size` makes the engine measure them, which is slow.
 *
 * @throws EngineError 400 for a filter that the engine does not know
 */
export async function listContainers(
  transport: Transport,
  options: Cancellable & { all?: boolean; limit?: number; size?: boolean; filters?: Filters } = {},
): Promise<ContainerSummary[]> {
  return await askList<ContainerSummary>(transport, {
    method: "GET",
    path: "/containers/json",
    query: {
      all: options.all || undefined,
      limit: options.limit,
      size: options.size || undefined,
      filters: encodeFilters(options.filters),
    },
    signal: options.signal,
  });
}
