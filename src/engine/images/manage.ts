import { askJson, askList, askStatus, type Cancellable } from "../ask.ts";
import { encodeFilters, type Filters } from "../filters.ts";
import { imagePath } from "../paths.ts";
import type { Transport } from "../transport.ts";

/**
 * Gives an image one more name: `POST /images/NAME/tag`. A name that another image has moves.
 *
 * @throws EngineError 404 when there is no such image, 400 for a malformed name
 */
export async function tagImage(
  transport: Transport,
  source: string,
  target: { repo: string; tag: string },
  options: Cancellable = {},
): Promise<void> {
  await askStatus(transport, {
    method: "POST",
    path: imagePath(source, "tag"),
    query: { repo: target.repo, tag: target.tag },
    signal: options.signal,
  });
}

/** What a removal took away: names, and ids of images that are gone with them. */
export interface RemovedImages {
  untagged: string[];
  deleted: string[];
}

interface RemovalEntry {
  Untagged?: string;
  Deleted?: string;
}

/**
 * Removes a name, and the image when it was the last one: `DELETE /images/NAME`.
 *
 * @throws EngineError 404; 409 when a container uses the image, or when it is named by its id and
 * has several names, unless `force` is set
 */
export async function removeImage(
  transport: Transport,
  name: string,
  options: Cancellable & { force?: boolean; keepParents?: boolean } = {},
): Promise<RemovedImages> {
  const entries = await askList<RemovalEntry>(transport, {
    method: "DELETE",
    path: imagePath(name),
    query: { force: options.force || undefined, noprune: options.keepParents || undefined },
    signal: options.signal,
  });
  return sortRemovals(entries);
}

/**
 * Removes images that no container uses: `POST /images/prune`; those without a name, or with
 * `{ dangling: ["false"] }` all.
 */
export async function pruneImages(
  transport: Transport,
  options: Cancellable & { filters?: Filters } = {},
): Promise<RemovedImages & { bytesFreed: number }> {
  const answer = await askJson<{ ImagesDeleted?: RemovalEntry[] | null; SpaceReclaimed?: number }>(
    transport,
    {
      method: "POST",
      path: "/images/prune",
      query: { filters: encodeFilters(options.filters) },
      signal: options.signal,
    },
  );
  return { ...sortRemovals(answer.ImagesDeleted), bytesFreed: answer.SpaceReclaimed ?? 0 };
}

function sortRemovals(entries: readonly RemovalEntry[] | null | undefined): RemovedImages {
  const untagged: string[] = [];
  const deleted: string[] = [];
  for (const { Untagged, Deleted } of entries ?? []) {
    if (Untagged) untagged.push(Untagged);
    if (Deleted) deleted.push(Deleted);
  }
  return { untagged, deleted };
}
