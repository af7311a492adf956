/** One file of a container as its own `find` or `stat` sees it. */
export interface ListedFile {
  type: "file" | "directory" | "link" | "other";
  /** Permission bits, setuid, setgid and sticky included. */
  mode: number;
  /** `uid:gid`. */
  owner: string;
  /** Bytes. */
  size: number;
  /** When content or attributes last changed, as printed: seconds, with a fraction where known. */
  changed: string;
  /** When the content last changed, likewise. */
  modified: string;
  /** When it was last read, likewise. */
  read: string;
  /** Number by which its file system knows it. */
  inode: string;
}

/** All files of a container's own file system, by absolute path. */
export type FileListing = ReadonlyMap<string, ListedFile>;

/** What a step did to one path. */
export interface FileChange {
  path: string;
  kind: "added" | "modified" | "removed";
  type: ListedFile["type"];
  /** True when only permissions or owner differ. */
  attributesOnly: boolean;
  /** Size after less size before, bytes; links and directories count nothing. */
  bytes: number;
  /** Permission bits afterwards; undefined for what was removed. */
  mode?: number;
}

const typeLetters: Record<string, ListedFile["type"]> = { f: "file", d: "directory", l: "link" };
const typeBits = new Map<number, ListedFile["type"]>([
  [0o100000, "file"],
  [0o040000, "directory"],
  [0o120000, "link"],
]);

/** A path and what lies there. */
export type ListingEntry = readonly [path: string, file: ListedFile];

/**
 * Reads an entry that the shell driver's `list` request sends: type, mode, owner, size, times of
 * change, modification and access, inode, path, separated by single spaces. `find -printf` gives a
 * letter and an octal mode, `stat -c` (busybox) `-` and the raw mode in hexadecimal. Undefined for
 * the rest of a name with a newline in it, where stat prints lines.
 */
export function parseEntry(entry: string): ListingEntry | undefined {
  const fields = /^(\S) (\S+) (\S+) (\d+) ([\d.]+) (-?[\d.]+) (-?[\d.]+) (\d+) (\/[^]*)$/.exec(
    entry,
  );
  if (!fields) return undefined;
  const [, letter, mode, owner, size, changed, modified, read, inode, path] = fields;
  const bits = parseInt(mode, letter === "-" ? 16 : 8);
  return [path, {
    type: (letter === "-" ? typeBits.get(bits & 0o170000) : typeLetters[letter]) ?? "other",
    mode: bits & 0o7777,
    owner,
    size: Number(size),
    changed,
    modified,
    read,
    inode,
  }];
}

/** An entry as {@link parseEntry} reads it. */
export function formatEntry([path, file]: ListingEntry): string {
  const { type, mode, owner, size, changed, modified, read, inode } = file;
  const letter = { file: "f", directory: "d", link: "l", other: "p" }[type];
  const attributes = [letter, mode.toString(8), owner, size, changed, modified, read, inode];
  return `${attributes.join(" ")} ${path}`;
}

/**
 * What differs between two listings of the same container. The times of a directory say only
 * that something in it came or went, which is listed by itself.
 */
export function compareListings(before: FileListing, after: FileListing): FileChange[] {
  const changes: FileChange[] = [];
  for (const [path, now] of after) {
    const then = before.get(path);
    if (!then) {
      changes.push({ ...change(path, "added", now.type, bytesOf(now)), mode: now.mode });
    } else if (then !== now && isModified(then, now)) {
      const bytes = bytesOf(now) - bytesOf(then);
      changes.push({
        ...change(path, "modified", now.type, bytes),
        attributesOnly: sameContent(then, now),
        mode: now.mode,
      });
    }
  }
  for (const [path, then] of before) {
    if (!after.has(path)) changes.push(change(path, "removed", then.type, -bytesOf(then)));
  }
  return changes.sort((a, b) => a.path < b.path ? -1 : 1);
}

/** True when times are known to the second only, so that a quick second change would not be seen. */
export function isCoarse(listing: FileListing): boolean {
  const [first] = listing.values();
  return first !== undefined && !first.changed.includes(".");
}

/**
 * Paths below `directory` that were read between two listings, relative to it: by their times of
 * reading, or by a copy that has come, as newer programs have the kernel copy, which counts as no
 * reading.
 */
export function readFiles(before: FileListing, after: FileListing, directory: string): string[] {
  const inside = `${directory}/`;
  const copies = newFiles(before, after);
  return [...after]
    .filter(([path, now]) =>
      path.startsWith(inside) && now.type === "file" && before.has(path) &&
      (before.get(path)!.read !== now.read || hasCopy(path, before.get(path)!, copies))
    )
    .map(([path]) => path.slice(inside.length))
    .sort();
}

/** Names of files that have come, by their size. */
function newFiles(before: FileListing, after: FileListing): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const [path, { type, size }] of after) {
    if (type !== "file" || before.has(path)) continue;
    const names = found.get(size) ?? [];
    if (names.length === 0) found.set(size, names);
    names.push(nameOf(path));
  }
  return found;
}

/** A copy has the size of its source, and the same name or its beginning: `app.conf.example`. */
function hasCopy(path: string, { size }: ListedFile, copies: Map<number, string[]>): boolean {
  const name = nameOf(path);
  return copies.get(size)?.some((copy) =>
    name === copy || (name.startsWith(copy) && /^[.-]/.test(name.slice(copy.length)))
  ) ?? false;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function change(
  path: string,
  kind: FileChange["kind"],
  type: ListedFile["type"],
  bytes: number,
): FileChange {
  return { path, kind, type, attributesOnly: false, bytes };
}

function bytesOf({ type, size }: ListedFile): number {
  return type === "file" ? size : 0;
}

function isModified(then: ListedFile, now: ListedFile): boolean {
  if (then.type !== now.type || then.mode !== now.mode || then.owner !== now.owner) return true;
  return now.type !== "directory" && (then.changed !== now.changed || then.size !== now.size);
}

function sameContent(then: ListedFile, now: ListedFile): boolean {
  return then.type === now.type && then.size === now.size && then.modified === now.modified &&
    (then.mode !== now.mode || then.owner !== now.owner);
}
