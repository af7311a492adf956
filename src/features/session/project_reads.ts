import { type FileListing, type ListedFile, readFiles } from "./file_listing.ts";
import type { SessionPlace } from "./session_place.ts";
import { quote } from "../../lib/shell_quote.ts";

/** The time of reading of a file that nobody has read since dk has set it, seconds. */
const armed = 1;

/**
 * Which files of the project the commands of a session have read, by the times of reading that
 * their file system keeps. It keeps them badly: a file of an image's layer has none (overlay), one
 * read after its last change is not noted again for a day (relatime), and a commit reads whatever
 * it packs. So dk sets the time back to {@link armed} in a container of a snapshot, and after each
 * commit; setting it changes the time of change, which dk hides.
 */
export class ProjectReads {
  readonly #read: Set<string>;
  /** Files of the container when it was new. */
  #untouched: FileListing;
  /** Files whose time was set back: the time of change that it gave them, and what is shown. */
  readonly #rearmed = new Map<string, { changed: string; as: string }>();
  /** Files that a commit has read, or a command at the same time, and until when; milliseconds. */
  #doubtful?: { paths: string[]; until: number };
  #shown?: { raw: FileListing; listing: FileListing };

  /** @param read relative paths that were read before */
  constructor(
    private readonly codeDirectory: string,
    untouched: FileListing,
    read: readonly string[],
  ) {
    this.#read = new Set(read);
    this.#untouched = untouched;
  }

  /** Relative paths, as far as a listing tells. */
  seenIn(listing: FileListing): string[] {
    const read = readFiles(this.#untouched, listing, this.codeDirectory);
    return [...new Set([...this.#read, ...read])].sort();
  }

  /** Goes to another container. */
  enter(untouched: FileListing, last: FileListing): void {
    for (const path of this.seenIn(last)) this.#read.add(path);
    this.#untouched = untouched;
    this.#rearmed.clear();
    this.#doubtful = undefined;
    this.#shown = undefined;
  }

  /** A command has ended that began then, milliseconds: what is in doubt it may have read. */
  noteCommand(began: number): void {
    const inside = `${this.codeDirectory}/`;
    if (this.#doubtful && began < this.#doubtful.until) {
      for (const path of this.#doubtful.paths) this.#read.add(path.slice(inside.length));
    }
    this.#doubtful = undefined;
  }

  /**
   * Sets the times of files back that were read since a moment of the container's clock; files
   * that commands have made or written themselves are left alone.
   *
   * @param since seconds; what commands have read since then is known by `shown`
   * @param shown the files as they were shown last
   * @param now milliseconds
   * @returns the files whose times were set back
   */
  async rearm(
    place: SessionPlace,
    since: string,
    shown: FileListing,
    now: () => number,
  ): Promise<string[]> {
    for (const path of this.seenIn(shown)) this.#read.add(path);
    const find = `command -p find ${quote(this.codeDirectory)} -xdev -type f`;
    const read = await place.root.capture(`${find} -newerat @${since} -print`);
    const paths = read.split("\n").filter((path) => this.#isAsCopied(path, shown.get(path)));
    if (paths.length === 0) return [];
    const times = await place.root.capture(
      `command -p touch -a -d @${armed} -- ${paths.map(quote).join(" ")}
${find} ! -newerat @${armed} -printf '%C@ %p\\n'`,
    );
    const doubtful = new Set(paths);
    for (const line of times.split("\n")) {
      const [changed, path] = [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)];
      const as = shown.get(path)?.changed;
      if (as && doubtful.has(path)) this.#rearmed.set(path, { changed, as });
    }
    this.#doubtful = { paths, until: now() };
    this.#shown = undefined;
    return paths;
  }

  /** A listing as it would be if no time had been set back. */
  show(raw: FileListing): FileListing {
    if (this.#rearmed.size === 0) return raw;
    if (this.#shown?.raw === raw) return this.#shown.listing;
    const listing = new Map(raw);
    for (const [path, { changed, as }] of this.#rearmed) {
      const file = raw.get(path);
      const before = this.#untouched.get(path);
      if (!file || !before) continue;
      const read = Number(file.read) === armed ? before.read : file.read;
      listing.set(path, { ...file, changed: file.changed === changed ? as : file.changed, read });
    }
    this.#shown = { raw, listing };
    return listing;
  }

  /** A listing that {@link show} has made, as the files are: what another dk will find. */
  asFound(shown: FileListing): FileListing {
    if (this.#rearmed.size === 0) return shown;
    const listing = new Map(shown);
    for (const [path, { changed, as }] of this.#rearmed) {
      const file = shown.get(path);
      if (file?.changed === as) listing.set(path, { ...file, changed });
    }
    return listing;
  }

  #isAsCopied(path: string, file: ListedFile | undefined): boolean {
    const before = this.#untouched.get(path);
    return before !== undefined && before.inode === file?.inode &&
      before.modified === file.modified && before.size === file.size;
  }
}

/** Sets the times of reading of a new container of a snapshot, where the layer has none. */
export async function armProject(place: SessionPlace, codeDirectory: string): Promise<void> {
  await place.root.run(
    `command -p find ${quote(codeDirectory)} -xdev -type f -exec touch -a -d @${armed} '{}' +`,
  );
}
