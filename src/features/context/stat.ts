import { Failure } from "../../lib/failure.ts";
import type { TarEntryType } from "../../lib/tar/entry.ts";
import type { ContextEntry } from "./entry.ts";

/** Read permission for owner, group and others alike. */
const READABLE_BY_ALL = 0o444;

/**
 * What a path is, as it travels in the archive. Symbolic links are read, nothing is followed.
 *
 * @returns undefined for a socket, which no archive can hold
 */
export function describeEntry(
  name: string,
  path: string,
  stat: Deno.FileInfo,
): ContextEntry | undefined {
  const type = entryType(stat);
  if (type === undefined) return undefined;
  const mtimeMs = stat.mtime?.getTime() ?? 0;
  const entry: ContextEntry = {
    name,
    type,
    mode: (stat.mode ?? 0) & 0o7777,
    size: type === "file" ? stat.size : 0,
    mtime: Math.floor(mtimeMs / 1000),
    mtimeMs,
  };
  if (type === "symlink") entry.linkName = Deno.readLinkSync(path);
  if (type === "character" || type === "block") setDevice(entry, stat.rdev ?? 0);
  return entry;
}

function entryType(stat: Deno.FileInfo): TarEntryType | undefined {
  if (stat.isFile) return "file";
  if (stat.isDirectory) return "directory";
  if (stat.isSymlink) return "symlink";
  if (stat.isFifo) return "fifo";
  if (stat.isCharDevice) return "character";
  return stat.isBlockDevice ? "block" : undefined;
}

/** Splits a device number as Linux packs it: the low 8 bits of the minor number come first. */
function setDevice(entry: ContextEntry, device: number): void {
  const number = BigInt(device);
  entry.deviceMajor = Number(((number >> 8n) & 0xfffn) | ((number >> 32n) & 0xfffff000n));
  entry.deviceMinor = Number((number & 0xffn) | ((number >> 12n) & 0xffffff00n));
}

/**
 * Makes sure that a file can be read before anything is sent. Whoever may read it is written on
 * most files; the others are opened.
 *
 * @throws Failure naming the file
 */
export function ensureReadable(path: string, name: string, stat: Deno.FileInfo): void {
  if (((stat.mode ?? 0) & READABLE_BY_ALL) === READABLE_BY_ALL) return;
  try {
    Deno.openSync(path).close();
  } catch (error) {
    throw new Failure(`No permission to read ${name} of the build context`, {
      why: error instanceof Error ? error.message : String(error),
      next: "Change its permissions, or leave it out with a line in .dockerignore",
      cause: error,
    });
  }
}
