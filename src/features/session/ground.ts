import { type FileListing, readFiles } from "./file_listing.ts";
import { ListingStore } from "./listing_store.ts";
import type { NewPlace } from "./rebuild.ts";
import type { SessionContainer } from "./session_container.ts";
import type { SessionPlace } from "./session_place.ts";
import type { TimelineRequest } from "./timeline_types.ts";

/** The container that a session is in, and what is known of its files. */
export class Ground {
  /** Files after the last step or move. */
  settled: FileListing;
  /** When the files were looked at last, milliseconds: the end of a command. */
  lookedAt: number;
  /** True when the container may be in another state than it should be in. */
  isAstray = false;
  readonly #request: TimelineRequest;
  readonly #store?: ListingStore;
  readonly #read: Set<string>;
  #place?: SessionPlace;
  #latest: FileListing;
  /** Files of this container when it was new. */
  #untouched: FileListing;

  /**
   * @param made undefined for a container that is lost
   * @param read files of the project that were read before
   */
  constructor(request: TimelineRequest, made: NewPlace | undefined, read: readonly string[]) {
    this.#request = request;
    this.#read = new Set(read);
    this.#store = request.listingFile ? new ListingStore(request.listingFile) : undefined;
    this.#place = made?.place;
    this.settled = this.#latest = this.#untouched = made?.files ?? new Map();
    this.lookedAt = request.now();
  }

  /** @throws TypeError while there is none */
  get place(): SessionPlace {
    return this.#place!;
  }

  /** All files of the container as they are now. */
  async files(): Promise<FileListing> {
    this.lookedAt = this.#request.now();
    return this.#latest = await this.place.files();
  }

  /** Files of the project that any command has read, relative paths. */
  get read(): string[] {
    const read = readFiles(this.#untouched, this.#latest, this.#request.codeDirectory);
    return [...new Set([...this.#read, ...read])].sort();
  }

  /**
   * Takes the files as they were seen last for what they should be.
   *
   * @param paths what may have changed; anything when left out
   */
  settle(paths?: readonly string[]): void {
    this.settled = this.#latest;
    this.isAstray = false;
    if (paths) this.#store?.update(paths, this.#latest);
    else this.#store?.replace(this.#latest);
  }

  /**
   * Goes to another container, in which something has been done already. Returns the old one, in
   * which shells of the user may still be.
   */
  enter({ place, files }: NewPlace, now: FileListing): SessionContainer | undefined {
    for (const path of this.read) this.#read.add(path);
    const old = this.#place;
    old?.close();
    this.#place = place;
    this.#untouched = files;
    this.#latest = now;
    return old?.container;
  }

  /** Waits until the listing is written. @throws what went wrong with its file */
  async flush(): Promise<void> {
    await this.#store?.flush();
  }

  /** Lets go of the shells; returns the container. */
  leave(): SessionContainer | undefined {
    this.#place?.close();
    return this.#place?.container;
  }
}
