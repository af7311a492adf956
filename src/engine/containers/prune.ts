import { askJson, type Cancellable } from "../ask.ts";
import { encodeFilters, type Filters } from "../filters.ts";
import type { Transport } from "../transport.ts";

/**
 * Removes all stopped containers, or those that the filters (`until`, `label`, `label!`) leave:
 * `POST /containers/prune`.
 */
export async function pruneContainers(
  transport: Transport,
  options: Cancellable & { filters?: Filters } = {},
): Promise<{ removed: string[]; bytesFreed: number }> {
  const answer = await askJson<{ ContainersDeleted?: string[] | null; SpaceReclaimed?: number }>(
    transport,
    {
      method: "POST",
      path: "/containers/prune",
      query: { filters: encodeFilters(options.filters) },
      signal: options.signal,
    },
  );
  return { removed: answer.ContainersDeleted ?? [], bytesFreed: answer.SpaceReclaimed ?? 0 };
}
