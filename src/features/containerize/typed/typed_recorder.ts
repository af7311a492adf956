import type { Engine } from "../../../engine/transport.ts";
import type { FileChange } from "../../session/file_listing.ts";
import { type HandmadeFile, takeHandmade } from "../../session/handmade.ts";
import type { RecordedStep } from "../../session/recorded_step.ts";
import type { ShellState } from "../../session/shell_protocol.ts";
import type { TypedCommand } from "../../session/terminal/terminal_listener.ts";
import type { Timeline } from "../../session/timeline.ts";
import { isInteractive } from "../interactive_commands.ts";
import type { Ledger, LedgerStep } from "../ledger.ts";
import { withoutNewShell } from "../new_shell.ts";
import { unattended } from "../packages.ts";
import { secretVariables } from "../secrets.ts";
import { isSignificant } from "../significant_changes.ts";
import { StepRecorder } from "../step_recorder.ts";
import { withoutTypedSecrets } from "./lift_secrets.ts";

/** More files than this no person has made by hand in one command. */
const mostHandmade = 100;

/** What stands for a command that the shell was made to forget. */
const forgotten = ": a command that is not known";

/** Turns what is typed in a session into the steps of a ledger. */
export class TypedRecorder {
  /** Notes for the next step. */
  readonly notes: string[] = [];

  private constructor(
    readonly engine: Engine,
    readonly timeline: Timeline,
    readonly recorder: StepRecorder,
    readonly known: Omit<Ledger, "start" | "steps" | "read">,
  ) {}

  /**
   * @param start the shell before the first command
   * @param steps those of an earlier dk
   */
  static async open(
    engine: Engine,
    timeline: Timeline,
    known: Omit<Ledger, "start" | "steps" | "read">,
    { start, steps = [] }: { start: ShellState; steps?: readonly LedgerStep[] },
  ): Promise<TypedRecorder> {
    const recorder = await StepRecorder.open({
      files: () => timeline.files(),
      capture: (command, state) => timeline.capture(command, state),
      tick: () => timeline.tick(),
    }, start);
    if (steps.length > 0) await recorder.goTo(steps, steps.at(-1)!.after);
    return new TypedRecorder(engine, timeline, recorder, known);
  }

  get steps(): readonly LedgerStep[] {
    return this.recorder.steps;
  }

  /** The shell as the last command has left it. */
  get state(): ShellState {
    return this.recorder.state ?? this.recorder.start;
  }

  /** The session so far. */
  ledger(): Ledger {
    const { known, recorder: { start, steps }, timeline: { read } } = this;
    return { ...known, read, start, steps: [...steps] };
  }

  /**
   * Takes in a command that has ended.
   *
   * @param verdict what is decided about it from the start
   */
  async take(typed: TypedCommand, verdict?: LedgerStep["verdict"]): Promise<LedgerStep> {
    const command = typed.command || forgotten;
    const lasting = withoutNewShell(command);
    const ran = unattended(lasting);
    // What a package manager asks is answered in the Dockerfile as well.
    const wasTypedInto = typed.command === "" || isInteractive(lasting) ||
      (typed.sawInput && ran === lasting);
    const step = await this.recorder.record({
      // Its number in the lists that the user sees.
      line: this.steps.length + 1,
      command,
      ran,
      exit: typed.exit,
      seconds: typed.seconds,
      uid: typed.uid,
      state: typed.state,
      wasTypedInto,
      handmade: wasTypedInto ? (changes) => this.#byHand(changes) : undefined,
      verdict,
      notes: verdict === "drop" ? [] : this.notes.splice(0),
    });
    const kept = withoutTypedSecrets(step, secretVariables(this.ledger()));
    this.recorder.steps[this.recorder.steps.length - 1] = kept;
    return kept;
  }

  /**
   * Takes in a command whose traces belong to no image, such as a test's.
   *
   * @returns undefined when it has left none, and is forgotten
   */
  async takeUnwanted(typed: TypedCommand): Promise<RecordedStep | undefined> {
    const step = await this.take(typed, "drop");
    if (step.changes.length > 0) return this.timeline.record(step);
    this.recorder.steps.pop();
    return undefined;
  }

  /** Follows the timeline to where it has gone. */
  async follow(): Promise<void> {
    const { steps } = this.timeline;
    await this.recorder.goTo(steps, steps.at(-1)?.after ?? this.recorder.start);
  }

  /** The plain files that somebody may have written by hand. */
  async #byHand(changes: readonly FileChange[]): Promise<HandmadeFile[]> {
    const paths = changes.filter(({ path, kind, type, attributesOnly }) =>
      kind !== "removed" && type === "file" && !attributesOnly && isSignificant(path)
    ).map(({ path }) => path);
    if (paths.length > mostHandmade) return [];
    return await takeHandmade(this.engine, this.timeline.container.id, paths);
  }
}
