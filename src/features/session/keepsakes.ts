import type { Transport } from "../../engine/transport.ts";
import type { FileListing } from "./file_listing.ts";
import { type HandmadeFile, takeHandmade } from "./handmade.ts";
import type { RecordedStep } from "./recorded_step.ts";

/** Only what is small is kept: bytes of a file, and how many files of a step. */
const largestFile = 256 * 1024;
const mostFiles = 10;

/** Where copies of files are to be had. */
export interface Copies {
  /** Paths as they were after steps, where the step that changed them last has left a copy. */
  find(paths: readonly string[], steps: readonly RecordedStep[]): HandmadeFile[];
}

/**
 * Copies of small files as commands have left them. A file that several commands change one after
 * the other (a list of installed packages, a log) is in no snapshot as it was between two of them;
 * with its copy a command can be undone without doing the others again. They are read in the
 * background; a copy that the next command may have got at is thrown away.
 */
export class Keepsakes implements Copies {
  /** By step, then by path. */
  readonly #kept = new WeakMap<RecordedStep, Map<string, HandmadeFile>>();
  /** Of the step that was recorded last: when its copies were complete, milliseconds. */
  #newest?: { step: RecordedStep; complete: number };
  #taking: Promise<void> = Promise.resolve();

  constructor(private readonly engine: Transport, private readonly now: () => number) {}

  /** Begins to copy what a step has left, by the listing of the files after it. */
  take(container: string, recorded: RecordedStep, files: FileListing): void {
    const paths = worthKeeping(recorded, files);
    if (paths.length === 0) return;
    const newest = { step: recorded, complete: Infinity };
    this.#newest = newest;
    this.#taking = this.#taking.then(async () => {
      const copies = await takeHandmade(this.engine, container, paths);
      newest.complete = this.now();
      const dated = copies.map((copy): [string, HandmadeFile] => {
        const mtime = Math.floor(Number(files.get(copy.path)!.modified));
        return [copy.path, { ...copy, mtime }];
      });
      this.#kept.set(recorded, new Map(dated));
    }).catch(() => {}); // The container has gone, or the engine: undo does without a copy.
  }

  /** Waits for what is being copied. */
  async settled(): Promise<void> {
    await this.#taking;
  }

  /** A command has ended that began then, milliseconds: it may have got at files being copied. */
  noteCommand(began: number): void {
    const newest = this.#newest;
    this.#newest = undefined;
    if (newest && began <= newest.complete) this.forget([newest.step]);
  }

  /** Throws the copies of steps away that are undone, or done again. */
  forget(steps: readonly RecordedStep[]): void {
    const forget = () => {
      for (const step of steps) this.#kept.delete(step);
    };
    forget();
    this.#taking = this.#taking.then(forget); // What is still being copied.
  }

  find(paths: readonly string[], steps: readonly RecordedStep[]): HandmadeFile[] {
    const files: HandmadeFile[] = [];
    for (const path of paths) {
      const changed = ({ step }: RecordedStep) => step.changes.some((each) => each.path === path);
      const last = steps.findLast(changed);
      const file = last && this.#kept.get(last)?.get(path);
      if (file) files.push(file);
    }
    return files;
  }
}

function worthKeeping({ step }: RecordedStep, files: FileListing): string[] {
  const paths = step.changes
    .filter(({ kind, type }) => kind !== "removed" && type === "file")
    .map(({ path }) => path);
  const isSmall = (path: string) => (files.get(path)?.size ?? Infinity) <= largestFile;
  return paths.length <= mostFiles ? paths.filter(isSmall) : [];
}
