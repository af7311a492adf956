import { containerChanges } from "../../engine/containers/changes.ts";
import type { Transport } from "../../engine/transport.ts";
import type { FileListing, ListedFile } from "./file_listing.ts";
import type { SessionShell } from "./session_shell.ts";

/**
 * The state of a container's file system, to be compared with an earlier one. Where the image has
 * no `find`, the engine tells which files differ from the image: coarser, as it cannot tell that
 * one of those has changed again.
 */
export async function listFiles(
  engine: Transport,
  container: string,
  shell: SessionShell,
  signal: AbortSignal | undefined,
): Promise<FileListing> {
  const listing = await shell.list();
  if (listing.size > 0) return listing;
  const changes = await containerChanges(engine, container, { signal });
  return new Map(changes.map(({ kind, path }) => [path, coarseFile(kind)]));
}

function coarseFile(changed: string): ListedFile {
  return { type: "file", mode: 0, owner: "", size: 0, changed, modified: "", read: "", inode: "" };
}
