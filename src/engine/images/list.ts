import { askList, type Cancellable } from "../ask.ts";
import { encodeFilters, type Filters } from "../filters.ts";
import type { Transport } from "../transport.ts";

/** An image in a list. */
export interface ImageSummary {
  /** `sha256:` and 64 digits. */
  Id: string;
  ParentId: string;
  /** Empty, null or `<none>:<none>` for an image without a name. */
  RepoTags: string[] | null;
  RepoDigests: string[] | null;
  /** Seconds since the epoch. */
  Created: number;
  /** Bytes, those shared with other images included. */
  Size: number;
  /** −1 where it was not asked for. */
  SharedSize: number;
  Labels: Record<string, string> | null;
  /** Number of containers; −1 where the engine did not count. */
  Containers: number;
}

/**
 * The engine's images, newest first: `GET /images/json`. `all` includes the intermediate ones.
 *
 * @throws EngineError 400 for a filter that the engine does not know
 */
export async function listImages(
  transport: Transport,
  options: Cancellable & { all?: boolean; filters?: Filters; sharedSize?: boolean } = {},
): Promise<ImageSummary[]> {
  return await askList<ImageSummary>(transport, {
    method: "GET",
    path: "/images/json",
    query: {
      all: options.all || undefined,
      filters: encodeFilters(options.filters),
      "shared-size": options.sharedSize || undefined,
    },
    signal: options.signal,
  });
}
