import { compareBytes } from "../../lib/byte_order.ts";
import { CAPABILITY, openCapabilityReader } from "../../lib/capability.ts";
import { Failure } from "../../lib/failure.ts";
import type { DirectoryMatches, IgnoreMatcher } from "../../lib/ignore/matcher.ts";
import type { ContextEntry, ContextNotice, ContextRules } from "./entry.ts";
import { inodeKey } from "./inode.ts";
import { describeEntry, ensureReadable } from "./stat.ts";

/** Entries between two turns of the event loop, so that a signal is noticed on the way. */
const BREATH = 10_000;

/** What a context holds. */
export interface WalkResult {
  entries: ContextEntry[];
  /** Sum of the sizes of all files. */
  bytes: number;
  notices: ContextNotice[];
}

/** Which paths belong to the context. */
export interface WalkOptions {
  matcher: IgnoreMatcher;
  /** Only what these match, and the directories on the way there; BuildKit's wish. */
  include?: IgnoreMatcher;
  rules: ContextRules;
  signal?: AbortSignal;
}

/** What matched a directory; empty for the root and for what is none. */
type Matches = Partial<Pick<Frame, "matches" | "included">>;

/** A directory that is being gone through. */
interface Frame {
  /** Path from the root with a closing slash; empty for the root. */
  prefix: string;
  children: Deno.DirEntry[];
  next: number;
  matches: DirectoryMatches | undefined;
  included: DirectoryMatches | undefined;
  /** An ignored directory, searched for exceptions: BuildKit sends it once one is found. */
  unsent: boolean;
}

/**
 * Lists what of `root` is sent, in the order of Go's filepath.Walk: names by their bytes, a
 * directory before what is in it. Nothing is read but names and attributes; files that not
 * everyone may read are opened to see whether we may.
 *
 * @param root absolute, symbolic links resolved
 * @throws Failure for a path that cannot be read, so that it is known before anything is sent
 * @throws the abort reason, untouched
 */
export async function walkContext(root: string, options: WalkOptions): Promise<WalkResult> {
  using walk = new Walk(root, options);
  options.signal?.throwIfAborted();
  while (await walk.advance(BREATH)) {
    await new Promise((resolve) => setTimeout(resolve));
    options.signal?.throwIfAborted();
  }
  return walk.result;
}

/**
 * As {@link walkContext}, but hands out what was found in bursts of about `size` paths, so that
 * sending can begin before the walk has ended.
 */
export async function* walkInBursts(
  root: string,
  options: WalkOptions,
  size: number,
): AsyncGenerator<ContextEntry[]> {
  using walk = new Walk(root, options);
  for (let more = true; more;) {
    more = await walk.advance(size);
    options.signal?.throwIfAborted();
    yield walk.result.entries.splice(0);
  }
}

class Walk implements Disposable {
  readonly result: WalkResult = { entries: [], bytes: 0, notices: [] };
  readonly #frames: Frame[] = [];
  /** First name in the archive of every file that has several. */
  readonly #linked = new Map<string, string>();
  readonly #capability = openCapabilityReader();

  constructor(readonly root: string, readonly options: WalkOptions) {
    if (this.#capability === undefined && Deno.build.os === "linux") {
      this.result.notices.push({ kind: "capabilities-unread" });
    }
    this.#frames.push(this.#frame("", {}, this.#children("")));
  }

  [Symbol.dispose](): void {
    this.#capability?.[Symbol.dispose]();
  }

  /** Goes through up to `count` paths; false when there are no more. */
  async advance(count: number): Promise<boolean> {
    for (; count > 0; count--) {
      const frame = this.#frames.at(-1);
      if (frame === undefined) return false;
      if (frame.next === frame.children.length) this.#frames.pop();
      else {
        const waits = this.#visit(frame, frame.children[frame.next++]);
        if (waits !== undefined) await waits;
      }
    }
    return true;
  }

  #visit(frame: Frame, child: Deno.DirEntry): Promise<void> | undefined {
    const path = frame.prefix + child.name;
    const { matcher, include } = this.options;
    const own: Matches = {};
    if (child.isDirectory) {
      own.matches = matcher.directoryMatches();
      own.included = include?.directoryMatches();
    }
    const included = include?.matches(path, frame.included, own.included) ?? true;
    if (!included && !(child.isDirectory && include?.leadsInto(path))) return;
    const ignored = matcher.matches(path, frame.matches, own.matches);
    if (included && !ignored) return this.#send(path, own);
    if (!child.isDirectory || (ignored && !matcher.enters(path, this.options.rules))) return;
    const children = this.#childrenOfIgnored(path);
    if (children !== undefined) this.#frames.push(this.#frame(`${path}/`, own, children, true));
  }

  /** Adds `path` to the result; waits only where a second name of a file must be told apart. */
  #send(path: string, own: Matches): Promise<void> | undefined {
    if (this.options.rules === "buildkit") this.#sendParents();
    const stat = this.#lstat(path);
    const entry = describeEntry(path, this.#absolute(path), stat);
    if (entry === undefined) {
      this.result.notices.push({ kind: "socket-skipped", path });
      return;
    }
    this.result.entries.push(entry);
    if (stat.isFile) this.#addCapability(entry);
    if (stat.isDirectory) {
      this.#frames.push(this.#frame(`${path}/`, own, this.#children(path)));
    } else if (this.#mayBeLinked(stat)) return this.#link(entry, stat);
    if (stat.isFile) this.#count(entry, stat);
  }

  /** A second name of a symbolic link or a FIFO is for BuildKit another one of the same. */
  #mayBeLinked({ nlink, isFile }: Deno.FileInfo): boolean {
    return nlink !== null && nlink > 1 && (isFile || this.options.rules === "classic");
  }

  #addCapability(entry: ContextEntry): void {
    const value = this.#capability?.read(this.#absolute(entry.name));
    if (value !== undefined) entry.xattrs = { [CAPABILITY]: value };
  }

  /** The first name of a file carries its content, every further one points to that name. */
  async #link(entry: ContextEntry, stat: Deno.FileInfo): Promise<void> {
    const key = await inodeKey(this.#absolute(entry.name), stat);
    const first = this.#linked.get(key);
    if (first === undefined) {
      this.#linked.set(key, entry.name);
      if (stat.isFile) this.#count(entry, stat);
      return;
    }
    entry.type = "hardlink";
    entry.linkName = first;
    entry.linkedSize = entry.size;
    entry.size = 0;
  }

  #count(entry: ContextEntry, stat: Deno.FileInfo): void {
    ensureReadable(this.#absolute(entry.name), entry.name, stat);
    this.result.bytes += entry.size;
  }

  /** BuildKit sends the ignored directories on the way to something that is kept. */
  #sendParents(): void {
    for (const frame of this.#frames) {
      if (!frame.unsent) continue;
      frame.unsent = false;
      const path = frame.prefix.slice(0, -1);
      const entry = describeEntry(path, this.#absolute(path), this.#lstat(path));
      if (entry !== undefined) this.result.entries.push(entry);
    }
  }

  #frame(prefix: string, own: Matches, children: Deno.DirEntry[], unsent = false): Frame {
    return { prefix, matches: own.matches, included: own.included, children, next: 0, unsent };
  }

  #children(directory: string): Deno.DirEntry[] {
    try {
      const children = [...Deno.readDirSync(this.#absolute(directory))];
      return children.sort((a, b) => compareBytes(a.name, b.name));
    } catch (error) {
      throw cannotRead(directory || this.root, error);
    }
  }

  /** Docker goes on without a word here; the build may miss a file, so we leave a notice. */
  #childrenOfIgnored(path: string): Deno.DirEntry[] | undefined {
    try {
      return this.#children(path);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const why = error.why ?? error.message;
      this.result.notices.push({ kind: "ignored-directory-unreadable", path, why });
      return undefined;
    }
  }

  #lstat(path: string): Deno.FileInfo {
    try {
      return Deno.lstatSync(this.#absolute(path));
    } catch (error) {
      if (path.includes("\ufffd") && error instanceof Deno.errors.NotFound) throw notUtf8(path);
      throw cannotRead(path, error);
    }
  }

  #absolute(path: string): string {
    return `${this.root}/${path}`;
  }
}

function cannotRead(path: string, error: unknown): Failure {
  return new Failure(`Cannot read ${path} of the build context`, {
    why: error instanceof Error ? error.message : String(error),
    next: "Change its permissions, or leave it out with a line in .dockerignore",
    cause: error,
  });
}

function notUtf8(path: string): Failure {
  return new Failure(`The name of ${path} in the build context is not UTF-8`, {
    next: "Rename it, or leave it out with a line in .dockerignore",
  });
}
