import { compareBytes } from "../../lib/byte_order.ts";
import type { ContextEntry } from "./entry.ts";

/** A file or directory with the bytes of all that is below it. */
export interface SizedPath {
  path: string;
  bytes: number;
  isDirectory: boolean;
}

/**
 * The `count` largest paths, directories with their contents, in the order of a listing. A
 * directory is never smaller than what it holds, so the paths always form a tree.
 */
export function largestPaths(entries: readonly ContextEntry[], count: number): SizedPath[] {
  const sized = new Map<string, SizedPath>();
  for (const { name, size, type } of entries) {
    if (type !== "file" || size === 0) continue;
    sized.set(name, { path: name, bytes: size, isDirectory: false });
    for (let slash = name.lastIndexOf("/"); slash > 0; slash = name.lastIndexOf("/", slash - 1)) {
      const path = name.slice(0, slash);
      const directory = sized.get(path) ?? { path, bytes: 0, isDirectory: true };
      directory.bytes += size;
      sized.set(path, directory);
    }
  }
  return [...sized.values()]
    .sort((a, b) => b.bytes - a.bytes || a.path.length - b.path.length)
    .slice(0, count)
    .sort((a, b) => compareBytes(treeKey(a.path), treeKey(b.path)));
}

/** Sorts a directory's contents right behind it, before names that only begin like it. */
function treeKey(path: string): string {
  return path.replaceAll("/", "\0");
}
