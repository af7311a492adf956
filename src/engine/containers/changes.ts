import { askList, type Cancellable } from "../ask.ts";
import { objectPath } from "../paths.ts";
import type { Transport } from "../transport.ts";

/** What happened to a path of a container's file system since it was created. */
export interface FileChange {
  kind: "modified" | "added" | "deleted";
  /** Absolute; a directory is modified when something in it was. */
  path: string;
}

const kinds = ["modified", "added", "deleted"] as const;

/** Differences from the image: `GET /containers/ID/changes`. @throws EngineError 404 */
export async function containerChanges(
  transport: Transport,
  id: string,
  options: Cancellable = {},
): Promise<FileChange[]> {
  const changes = await askList<{ Kind: 0 | 1 | 2; Path: string }>(transport, {
    method: "GET",
    path: objectPath("containers", id, "changes"),
    signal: options.signal,
  });
  return changes.map(({ Kind, Path }) => ({ kind: kinds[Kind], path: Path }));
}
