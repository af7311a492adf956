import type { Transport } from "../../engine/transport.ts";
import type { NoticeListener } from "./container_removal.ts";
import type { FileChange, FileListing } from "./file_listing.ts";
import { removeUnusedImages } from "./strays.ts";

/** An image of the files as they were after a step; plain data but for the listing. */
export interface Snapshot {
  /** `sha256:…`; it has no name. */
  image: string;
  /** Number of steps whose work it holds. */
  step: number;
  /** Id of the container that it was made of. */
  container: string;
  /** When the commit ended, milliseconds. */
  ended: number;
  /**
   * What later commands did while it was made: nobody knows which of it is in the image, or half of
   * it. Nothing, mostly.
   */
  torn: FileChange[];
  /** The files that it is to hold, where known. */
  listing?: FileListing;
}

interface PendingSnapshot {
  step: number;
  container: string;
  /** Milliseconds. */
  expectedEnd: number;
  torn: FileChange[];
  isWanted: boolean;
  done: Promise<void>;
}

/** Beyond this many, one between the first and the newest goes: the one that spares least. */
const mostKept = 4;

/** What snapshots need of their session. */
export interface SnapshotWorld {
  /** Milliseconds. */
  now(): number;
  notice: NoticeListener;
  /** Seconds that it takes to get from the state after `from` steps to that after `to`. */
  worth(from: number, to: number): number;
  /** Called when a snapshot has been made. */
  changed(): void;
}

/** The snapshots of one session: made in the background, removed with it. */
export class Snapshots {
  readonly #made: Snapshot[];
  readonly #discarded: string[] = [];
  #pending?: PendingSnapshot;
  #hasFailed = false;

  /** @param made of an earlier dk */
  constructor(
    private readonly engine: Transport,
    private readonly world: SnapshotWorld,
    made: readonly Snapshot[] = [],
  ) {
    this.#made = [...made];
  }

  /** Those that are there, oldest first. */
  get made(): readonly Snapshot[] {
    return this.#made;
  }

  /** Steps in the newest snapshot, one that is being made included; −1 when there is none. */
  get newestStep(): number {
    return this.#pending?.isWanted ? this.#pending.step : this.#made.at(-1)?.step ?? -1;
  }

  /** The one that is being made: number of steps and milliseconds still to wait, about. */
  get pending(): { step: number; wait: number } | undefined {
    const pending = this.#pending;
    if (!pending?.isWanted) return undefined;
    return { step: pending.step, wait: Math.max(0, pending.expectedEnd - this.world.now()) };
  }

  /**
   * Begins to make a snapshot, unless one is being made.
   *
   * @param origin step: number of steps in it; container: id of the container that it is made of,
   * in which commands may be done meanwhile; listing: the files that it is to hold
   * @param expected seconds that it may take
   * @param commit makes the image and gives its id
   */
  begin(
    origin: { step: number; container: string; listing: FileListing },
    expected: number,
    commit: () => Promise<string>,
  ): void {
    if (this.#pending || this.#hasFailed) return;
    const { step, container } = origin;
    const pending: PendingSnapshot = {
      step,
      container,
      expectedEnd: this.world.now() + expected * 1000,
      torn: [],
      isWanted: true,
      done: Promise.resolve(),
    };
    pending.done = this.#make(pending, origin.listing, commit);
    this.#pending = pending;
  }

  /**
   * To be told of every command: a snapshot that is being made of its container, or was just then,
   * may be torn.
   *
   * @param began milliseconds
   */
  noteChanges(container: string, changes: readonly FileChange[], began: number): void {
    const newest = this.#made.at(-1);
    if (this.#pending?.container === container) this.#pending.torn.push(...changes);
    else if (newest?.container === container && began < newest.ended) newest.torn.push(...changes);
  }

  /** Waits for the one that is being made. */
  async settled(): Promise<void> {
    await this.#pending?.done;
  }

  /** Makes no use of the one that is being made: the container is to be changed or left. */
  abandonPending(): void {
    if (this.#pending) this.#pending.isWanted = false;
  }

  /** Lets go of those that hold the work of more than so many steps. */
  async forgetAfter(step: number): Promise<void> {
    if (this.#pending && this.#pending.step > step) this.#pending.isWanted = false;
    const gone = this.#made.filter((snapshot) => snapshot.step > step);
    for (const { image } of gone) await this.discard(image);
  }

  /** Lets go of one; its image goes as soon as nothing is made of it any more. */
  async discard(image: string): Promise<void> {
    const at = this.#made.findIndex((snapshot) => snapshot.image === image);
    if (at >= 0) this.#made.splice(at, 1);
    await this.#remove(image);
  }

  /** Removes all of them; the containers made of them must be gone. Tells what could not be. */
  async removeAll(): Promise<void> {
    if (this.#pending) this.#pending.isWanted = false;
    await this.settled();
    const images = [...this.#discarded, ...this.#made.map(({ image }) => image)];
    this.#made.length = 0;
    for (const image of await removeUnusedImages(this.engine, images.reverse())) {
      this.world.notice(`The snapshot ${image.slice(7, 19)} could not be removed: it is in use`);
    }
  }

  async #make(
    pending: PendingSnapshot,
    listing: FileListing,
    commit: () => Promise<string>,
  ): Promise<void> {
    const { step, container, torn } = pending;
    try {
      // Not cancelled: the answer holds the id of what would otherwise be left behind.
      const image = await commit();
      if (pending.isWanted) {
        {
          this.#made.push({ image, step, container, torn, listing, ended: this.world.now() });
        }
      } else await this.#remove(image);
      if (this.#made.length > mostKept) await this.discard(this.#leastUseful().image);
      this.world.changed();
    } catch (error) {
      if (!pending.isWanted) return;
      this.#hasFailed = true;
      const why = error instanceof Error ? error.message : String(error);
      this.world.notice(`Undo will take longer, as no snapshot can be made: ${why}`);
    } finally {
      this.#pending = undefined;
    }
  }

  async #remove(image: string): Promise<void> {
    this.#discarded.push(...await removeUnusedImages(this.engine, [image]));
  }

  #leastUseful(): Snapshot {
    const spared = (index: number) =>
      this.world.worth(this.#made[index - 1].step, this.#made[index].step);
    const between = this.#made.map((_, index) => index).slice(1, -1);
    return this.#made[between.reduce((least, at) => spared(at) < spared(least) ? at : least)];
  }
}
