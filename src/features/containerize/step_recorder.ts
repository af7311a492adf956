import {
  compareListings,
  type FileChange,
  type FileListing,
  isCoarse,
  readFiles,
} from "../session/file_listing.ts";
import type { HandmadeFile } from "../session/handmade.ts";
import type { ShellState } from "../session/shell_protocol.ts";
import { isFileNeutral } from "./file_neutral.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { pinVersions } from "./packages/versions.ts";

/** Where steps are done, as far as recording them needs to know it. */
export interface Workplace {
  /** All files of the container's own file system. */
  files(): Promise<FileListing>;
  /** What a command prints in a shell of the given state, that of now; empty when it fails. */
  capture(command: string, state: ShellState): Promise<string>;
  /** Waits for the next second of the container's clock. */
  tick(): Promise<void>;
}

/** A command that has ended. */
export interface FinishedStep extends Pick<LedgerStep, "line" | "command" | "ran"> {
  exit: number;
  seconds: number;
  uid: string;
  /** The shell after it; undefined when the shell ended with it. */
  state: ShellState | undefined;
  /** What was made by hand, or how to find it among what has changed. */
  handmade?: readonly HandmadeFile[] | ((changes: FileChange[]) => Promise<HandmadeFile[]>);
  wasTypedInto?: boolean;
  verdict?: LedgerStep["verdict"];
  notes?: readonly string[];
  /** True for a step that was not run here: its files are those of before. */
  wasSkipped?: boolean;
}

/** Writes down what each step of a session changed. */
export class StepRecorder {
  readonly steps: LedgerStep[] = [];
  #files: FileListing;
  #state: ShellState | undefined;

  private constructor(
    readonly place: Workplace,
    readonly start: ShellState,
    readonly untouched: FileListing,
  ) {
    this.#files = untouched;
    this.#state = start;
  }

  /** @param start the shell before the first step */
  static async open(place: Workplace, start: ShellState): Promise<StepRecorder> {
    return new StepRecorder(place, start, await place.files());
  }

  /** The shell after the last step; undefined when that ended it. */
  get state(): ShellState | undefined {
    return this.#state;
  }

  /** Takes note that the shell was led somewhere else between two steps. */
  moved(state: ShellState): void {
    this.#state = state;
  }

  /** Goes back or forth to where other steps have led. */
  async goTo(steps: readonly LedgerStep[], state: ShellState): Promise<void> {
    this.steps.splice(0, this.steps.length, ...steps);
    this.#files = await this.place.files();
    this.#state = state;
  }

  /** To be called before anything else happens in the container. */
  async record(done: FinishedStep): Promise<LedgerStep> {
    const { line, command, ran, exit, seconds, uid, state, wasSkipped, handmade = [] } = done;
    const before = this.#state ?? this.start;
    const earlier = this.steps.map(({ command }) => command).join("\n");
    const isUnchanged = (typeof handmade === "function" || handmade.length === 0) &&
      (wasSkipped || !state || isFileNeutral(ran, before, earlier));
    const after = isUnchanged ? this.#files : await this.place.files();
    const changes = compareListings(this.#files, after);
    if (changes.length > 0 && isCoarse(after)) await this.place.tick();
    const added = changes.flatMap(({ kind, path }) => kind === "added" ? [path] : []);
    const pinned = state && exit === 0 && !wasSkipped
      ? await pinVersions((query) => this.place.capture(query, state), ran, added)
      : ran;
    const step: LedgerStep = {
      line,
      command,
      ran: pinned,
      exit,
      seconds,
      uid,
      before,
      after: state ?? before,
      changes,
      handmade: typeof handmade === "function" ? await handmade(changes) : handmade,
      wasTypedInto: done.wasTypedInto,
      verdict: done.verdict,
      notes: done.notes ?? [],
    };
    this.steps.push(step);
    this.#files = after;
    this.#state = state;
    return step;
  }

  /** The session as a whole. */
  ledger(known: Omit<Ledger, "start" | "steps" | "read">): Ledger {
    const read = readFiles(this.untouched, this.#files, known.codeDirectory);
    const modes = known.project.map((file) =>
      this.untouched.get(`${known.codeDirectory}/${file}`)?.mode
    );
    return { ...known, modes, read, start: this.start, steps: this.steps };
  }
}
