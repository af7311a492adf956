import { dirname } from "../../lib/path.ts";
import type { FileChange, FileListing, ListedFile, ListingEntry } from "./file_listing.ts";
import type { RecordedStep } from "./recorded_step.ts";

/** What makes files what they were before some steps, in the container where they were done. */
export interface Reversal {
  /** Paths to remove, with all below them. */
  remove: readonly string[];
  /** Folders to make again, outermost first. */
  folders: readonly ListingEntry[];
  /** Files and links to be taken from where they are as they were. */
  restore: readonly ListingEntry[];
  /** Things that have another mode or owner only; and the folders made again. */
  attributes: readonly ListingEntry[];
}

/**
 * How to undo the last steps by undoing what they did to files. Undefined where that cannot be
 * exact: devices and the like, and files with a second name.
 *
 * @param undone oldest first
 */
export function planReversal(undone: readonly RecordedStep[]): Reversal | undefined {
  const remove = new Set<string>();
  const folders: ListingEntry[] = [];
  const restore: ListingEntry[] = [];
  const attributes: ListingEntry[] = [];
  for (const [path, { prior, changes }] of changedPaths(undone)) {
    if (!prior) {
      remove.add(path);
    } else if (changes.every((change) => keepsContent(change, prior))) {
      attributes.push([path, prior]);
    } else if (prior.type === "directory") {
      remove.add(path);
      folders.push([path, prior]);
      attributes.push([path, prior]);
    } else if (prior.type === "other") {
      return undefined;
    } else {
      remove.add(path);
      restore.push([path, prior]);
    }
  }
  if (shareContent(restore)) return undefined;
  return {
    remove: [...remove].filter((path) => !hasParentIn(remove, path)),
    folders: folders.sort(byPath),
    restore,
    attributes: attributes.sort(byPath),
  };
}

/** The files as the reversal is to leave them, to be compared by shape. */
export function reversedListing(undone: readonly RecordedStep[], now: FileListing): FileListing {
  const listing = new Map(now);
  for (const [path, { prior }] of changedPaths(undone)) {
    if (prior) listing.set(path, prior);
    else listing.delete(path);
  }
  return listing;
}

/** Paths that differ in anything but times and inode. */
export function differentShapes(wanted: FileListing, found: FileListing): string[] {
  const different: string[] = [];
  for (const [path, file] of wanted) {
    const other = found.get(path);
    if (file !== other && !(other && sameShape(file, other))) different.push(path);
  }
  for (const path of found.keys()) if (!wanted.has(path)) different.push(path);
  return different;
}

function sameShape(one: ListedFile, other: ListedFile): boolean {
  return one.type === other.type && one.mode === other.mode && one.owner === other.owner &&
    (one.type === "directory" || one.size === other.size);
}

/** For each path that steps changed, all its changes and what it was before the first of them. */
function changedPaths(undone: readonly RecordedStep[]) {
  const paths = new Map<string, { prior: ListedFile | undefined; changes: FileChange[] }>();
  for (const { step, prior } of undone) {
    const known = new Map(prior);
    for (const change of step.changes) {
      const entry = paths.get(change.path);
      if (entry) entry.changes.push(change);
      else paths.set(change.path, { prior: known.get(change.path), changes: [change] });
    }
  }
  return paths;
}

function keepsContent({ kind, type, attributesOnly }: FileChange, prior: ListedFile): boolean {
  if (kind !== "modified" || type !== prior.type) return false;
  return attributesOnly || type === "directory";
}

/**
 * To restore one name of a file would part it from the others; as the time of change is the
 * file's, whatever happens to one name is seen at all of them.
 */
function shareContent(restore: readonly ListingEntry[]): boolean {
  const inodes = restore.map(([, { inode }]) => inode).filter((inode) => inode !== "");
  return new Set(inodes).size < inodes.length;
}

function hasParentIn(paths: ReadonlySet<string>, path: string): boolean {
  for (let at = dirname(path); at !== "/"; at = dirname(at)) if (paths.has(at)) return true;
  return false;
}

function byPath([one]: ListingEntry, [other]: ListingEntry): number {
  return one < other ? -1 : 1;
}
