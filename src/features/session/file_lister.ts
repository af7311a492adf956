import {
  type FileListing,
  type ListedFile,
  type ListingEntry,
  parseEntry,
} from "./file_listing.ts";

/** A moment in the container. */
interface Clock {
  /** Seconds since the epoch. */
  now: number;
  /** Seconds between the epoch and the start of the machine: another value means a clock set anew. */
  offset: number;
}

/**
 * Files that the engine mounts into every container: no part of its file system, and the engine
 * itself touches them whenever it is asked for a file.
 */
const mounted = new Set(["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"]);

/** Files are stamped with the time of the last clock tick, up to 10 ms ago. */
const marginSeconds = 0.05;
/** `/proc/uptime` has hundredths, and is read a moment after the clock. */
const toleratedOffset = 0.1;

/**
 * Lists the files of a container again and again. After the first time only what has changed is
 * sent: entries with a newer time of change, and the names in folders that are among them. That is
 * exact, as a file cannot change, come or go without its or its folder's time of change; where the
 * answer does not fit what is known (a folder moved to another place, a clock set back), everything
 * is listed anew.
 */
export class FileLister {
  #listing: FileListing = new Map();
  #clock?: Clock;
  #known = new Map<string, ListingEntry>();

  /** @param ask sends the driver's `list` request and gives the fields of its reply */
  constructor(private readonly ask: (since: string) => Promise<readonly string[]>) {}

  /** All files as they are now: the same object as before when nothing has changed. */
  async list(): Promise<FileListing> {
    const last = this.#clock;
    if (last) {
      const [time, ...entries] = await this.ask((last.now - marginSeconds).toFixed(9));
      this.#clock = parseClock(time);
      if (this.#clock && isSteady(last, this.#clock)) {
        const updated = updateListing(this.#listing, entries);
        if (updated) return this.#listing = updated;
      }
    }
    const [time = "=", ...entries] = await this.ask("");
    this.#clock = parseClock(time);
    return this.#listing = this.#readAll(entries);
  }

  /** Entries read before are not read again: without GNU's find all come every time. */
  #readAll(entries: readonly string[]): FileListing {
    const known = new Map<string, ListingEntry>();
    const listing = new Map<string, ListedFile>();
    for (const text of entries) {
      const entry = this.#known.get(text) ?? parseEntry(text);
      if (!entry || mounted.has(entry[0])) continue;
      listing.set(...entry);
      if (!this.#clock) known.set(text, entry);
    }
    this.#known = known;
    return listing;
  }
}

/** `=SECONDS UPTIME IDLE`; undefined for `=`, where changes cannot be asked for. */
function parseClock(text: string): Clock | undefined {
  const [now, uptime] = text.slice(1).split(" ").map(Number);
  return now > 0 && uptime > 0 ? { now, offset: now - uptime } : undefined;
}

function isSteady(before: Clock, after: Clock): boolean {
  return after.now >= before.now && Math.abs(after.offset - before.offset) < toleratedOffset;
}

/**
 * A listing with the changes that the driver tells: changed entries, and `>TYPE INODE PATH` for
 * whatever is in a changed folder. The root comes in any case. Undefined when that is not enough to go by.
 */
export function updateListing(
  before: FileListing,
  fields: readonly string[],
): FileListing | undefined {
  const changed = new Map<string, ListedFile>();
  const children = new Map<string, string>();
  for (const field of fields) {
    const child = /^>(\S) (\d+) (\/[^]*)$/.exec(field);
    const entry = child ? undefined : parseEntry(field);
    const path = child?.[3] ?? entry?.[0];
    if (path === undefined) return undefined;
    if (mounted.has(path)) continue;
    if (child) children.set(path, child[1] === "d" ? child[2] : "");
    else if (entry) changed.set(...entry);
  }
  if (!changed.has("/")) return undefined; // It always comes, unless find has failed.
  for (const [path, folderInode] of children) {
    if (changed.has(path)) continue;
    const known = before.get(path);
    if (!known || (folderInode !== "" && known.inode !== folderInode)) return undefined;
  }
  for (const [path, { type, inode }] of changed) {
    const known = before.get(path);
    if (type === "directory" && known && known.inode !== inode) return undefined;
  }
  const isSame = [...changed].every(([path, file]) => sameFile(before.get(path), file));
  const folders = new Set<string>();
  for (const [path, { type }] of changed) {
    if (type === "directory" || before.get(path)?.type === "directory") folders.add(path);
  }
  // The root may have come unasked, without what is in it.
  if (![...children.keys()].some((path) => path.lastIndexOf("/") === 0)) folders.delete("/");
  const gone = goneFrom(before, folders, (path) => children.has(path) || changed.has(path));
  if (isSame && gone.size === 0) return before;
  const listing = new Map(before);
  for (const path of gone) listing.delete(path);
  for (const [path, file] of changed) listing.set(path, file);
  return listing;
}

/** What was in one of the folders, or below what was, and is not any more. */
function goneFrom(
  before: FileListing,
  folders: ReadonlySet<string>,
  isThere: (path: string) => boolean,
): Set<string> {
  const gone = new Set<string>();
  if (folders.size === 0) return gone;
  for (const path of before.keys()) { // Folders come before what is in them.
    const folder = path.slice(0, path.lastIndexOf("/")) || "/";
    if (gone.has(folder) || (folders.has(folder) && path !== "/" && !isThere(path))) gone.add(path);
  }
  return gone;
}

function sameFile(before: ListedFile | undefined, after: ListedFile): boolean {
  return before !== undefined &&
    (Object.keys(after) as (keyof ListedFile)[]).every((key) => before[key] === after[key]);
}
