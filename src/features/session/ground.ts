import type { Transport } from "../../engine/transport.ts";
import type { FileListing } from "./file_listing.ts";
import { Keepsakes } from "./keepsakes.ts";
import { ListingStore } from "./listing_store.ts";
import { ProjectReads } from "./project_reads.ts";
import type { NewPlace } from "./rebuild.ts";
import type { RecordedStep } from "./recorded_step.ts";
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
  /** Copies of small files as steps have left them. */
  readonly copies: Keepsakes;
  readonly #request: TimelineRequest;
  readonly #store?: ListingStore;
  readonly #reads: ProjectReads;
  #lookBegan?: number;
  #place?: SessionPlace;
  #latest: FileListing;
  readonly #unwritten: string[] = [];

  /**
   * @param made undefined for a container that is lost
   * @param read files of the project that were read before
   */
  constructor(
    engine: Transport,
    request: TimelineRequest,
    made: NewPlace | undefined,
    read: readonly string[],
  ) {
    this.#request = request;
    this.copies = new Keepsakes(engine, request.now);
    this.#store = request.listingFile ? new ListingStore(request.listingFile) : undefined;
    this.#place = made?.place;
    this.settled = this.#latest = made?.files ?? new Map();
    this.#reads = new ProjectReads(request.codeDirectory, this.#latest, read);
    this.lookedAt = request.now();
  }

  /** @throws TypeError while there is none */
  get place(): SessionPlace {
    return this.#place!;
  }

  /** All files of the container as they are now. */
  async files(): Promise<FileListing> {
    this.lookedAt = this.#lookBegan ?? this.#request.now();
    this.#lookBegan = undefined;
    return this.#latest = this.#reads.show(await this.place.files());
  }

  /** To be told when something else than the files is looked at, after a command and before them. */
  noteLook(): void {
    this.#lookBegan ??= this.#request.now();
  }

  /** Files of the project that any command has read, relative paths. */
  get read(): string[] {
    return this.#reads.seenIn(this.#latest);
  }

  /** To be told of a command that has ended, and when it began, milliseconds. */
  noteCommand(recorded: RecordedStep, began: number): void {
    this.#reads.noteCommand(began);
    this.copies.noteCommand(began);
    this.copies.take(this.place.container.id, recorded, this.settled);
  }

  /** What `commit` reads of the project has not been read by a command. */
  async withoutReading<T>(commit: () => Promise<T>): Promise<T> {
    const place = this.place;
    // A file system notes times by a clock that lags behind this one where much goes on.
    const begin = (await place.root.capture("command -p date +%s")).trim();
    const result = await commit();
    if (!/^\d+$/.test(begin)) return result;
    const since = String(Number(begin) - 1);
    try {
      const paths = await this.#reads.rearm(place, since, this.#latest, this.#request.now);
      this.#writeDown(paths, this.settled);
    } catch (error) {
      // A container that has been left meanwhile is of no interest any more.
      if (place === this.#place) this.#request.settings.notice(`Files read are not told: ${error}`);
    }
    return result;
  }

  /**
   * Takes the files as they were seen last for what they should be.
   *
   * @param paths what may have changed; anything when left out
   * @param isLater true when the file of the listing is to follow with {@link noteWritten}
   */
  settle(paths?: readonly string[], isLater = false): void {
    this.settled = this.#latest;
    this.isAstray = false;
    if (paths && isLater) this.#unwritten.push(...paths);
    else if (paths) this.#writeDown(paths, this.#latest);
    else this.#store?.replace(this.#reads.asFound(this.#latest));
  }

  /** To be told when a step is written down: what it has changed is then no surprise to another dk. */
  noteWritten(): void {
    this.#writeDown(this.#unwritten.splice(0), this.settled);
  }

  #writeDown(paths: readonly string[], listing: FileListing): void {
    this.#store?.update(paths, this.#reads.asFound(listing));
  }

  /**
   * Goes to another container, in which something has been done already. Returns the old one, in
   * which shells of the user may still be.
   */
  enter({ place, files }: NewPlace, now: FileListing): SessionContainer | undefined {
    this.#reads.enter(files, this.#latest);
    const old = this.#place;
    old?.close();
    this.#place = place;
    this.#latest = now;
    return old?.container;
  }

  /** Waits for what is done in the background. @throws what went wrong with the listing's file */
  async flush(): Promise<void> {
    await this.copies.settled();
    await this.#store?.flush();
  }

  /** Lets go of the shells; returns the container. */
  leave(): SessionContainer | undefined {
    this.#place?.close();
    return this.#place?.container;
  }
}
