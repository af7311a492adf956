import { Failure } from "../../lib/failure.ts";
import type { TarEntry, TarEntryType, TarHeader } from "../../lib/tar/entry.ts";
import { inodeKey } from "../context/inode.ts";

/** Told of what no archive can hold. */
export type SkipListener = (path: string) => void;

/**
 * A local file or directory with all that is in it, as entries of an archive: owners, modes and
 * times as they are, symbolic links as such, names of one file as hard links.
 *
 * @param top name of the uppermost entry; `.` for the content of a directory
 * @throws Failure when something cannot be read
 */
export async function* localTree(
  path: string,
  top: string,
  skipped: SkipListener,
): AsyncGenerator<TarEntry> {
  const seen = new Map<string, string>();
  const pending: [path: string, name: string][] = [[path, top]];
  for (let next; (next = pending.pop());) {
    const [at, name] = next;
    const info = await explain(at, () => Deno.lstat(at));
    const type = entryType(info);
    if (!type) {
      skipped(at);
      continue;
    }
    const header = await headerOf(at, name, type, info, seen);
    yield { header, content: { path: at } };
    if (type !== "directory") continue;
    const children = await explain(at, () => Array.fromAsync(Deno.readDir(at)));
    const names = children.map((child) => child.name).sort().reverse();
    for (const child of names) {
      pending.push([`${at}/${child}`, name === "." ? child : `${name}/${child}`]);
    }
  }
}

async function headerOf(
  path: string,
  name: string,
  type: TarEntryType,
  info: Deno.FileInfo,
  seen: Map<string, string>,
): Promise<TarHeader> {
  const header: TarHeader = {
    name,
    type,
    mode: (info.mode ?? 0) & 0o7777,
    size: type === "file" ? info.size : 0,
    mtime: Math.floor((info.mtime?.getTime() ?? 0) / 1000),
    uid: info.uid ?? 0,
    gid: info.gid ?? 0,
  };
  if (type === "symlink") header.linkName = await explain(path, () => Deno.readLink(path));
  if (type === "character" || type === "block") setDevice(header, info.rdev ?? 0);
  if (type !== "file" || (info.nlink ?? 1) < 2) return header;
  const key = await inodeKey(path, info);
  const first = seen.get(key);
  if (first === undefined) seen.set(key, name);
  return first === undefined ? header : { ...header, type: "hardlink", size: 0, linkName: first };
}

/** Undefined for sockets. */
function entryType(info: Deno.FileInfo): TarEntryType | undefined {
  if (info.isSymlink) return "symlink";
  if (info.isDirectory) return "directory";
  if (info.isFile) return "file";
  if (info.isFifo) return "fifo";
  if (info.isCharDevice) return "character";
  return info.isBlockDevice ? "block" : undefined;
}

/** Linux packs both numbers of a device into one. */
function setDevice(header: TarHeader, device: number): void {
  const high = Math.floor(device / 2 ** 32);
  header.deviceMajor = ((device >>> 8) & 0xfff) | (high & ~0xfff);
  header.deviceMinor = (device & 0xff) | ((device >>> 12) & 0xfff00);
}

async function explain<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const missing = error instanceof Deno.errors.NotFound;
    throw new Failure(missing ? `There is no ${path}` : `Cannot read ${path}`, {
      why: missing ? undefined : error instanceof Error ? error.message : String(error),
      next: missing ? "Check the path" : "Make it readable for you",
      cause: error,
    });
  }
}
