import { Failure } from "../../../lib/failure.ts";
import { SharedInput } from "../../../lib/shared_input.ts";
import type { SessionIo } from "../../run/session_io.ts";
import type { RecordedStep } from "../../session/recorded_step.ts";
import type { ShellState } from "../../session/shell_protocol.ts";
import { holdTerminal } from "../../session/terminal/hold_terminal.ts";
import type {
  TerminalListener,
  TypedCommand,
  WordOutcome,
  WordTerminal,
} from "../../session/terminal/terminal_listener.ts";
import type { Timeline } from "../../session/timeline.ts";
import type { ContainerizeWorld } from "../containerize.ts";
import type { Ledger } from "../ledger.ts";
import type { PlanOptions } from "../plan.ts";
import type { EarlierSession, SessionRecord } from "./session_record.ts";
import { TypedRecorder } from "./typed_recorder.ts";
import { TypingSource } from "./typing_source.ts";
import { serveWord } from "./words.ts";

/** Exit code of a dk that has lost its terminal: 128 and the number of SIGHUP. */
const hungUp = 129;

/** What is known of a session before its first command. */
export interface TypedRequest {
  known: Omit<Ledger, "start" | "steps" | "read">;
  /** Commands that are typed for the user, one after the other. */
  prepared: readonly string[];
  /** The test command, as far as it is known. */
  test: string | undefined;
  /** How the Dockerfile is to be written. */
  options: PlanOptions;
  io: SessionIo;
  record: SessionRecord;
  /** What an earlier dk has left. */
  earlier: EarlierSession | undefined;
}

/** What a typed session has come to. */
export interface TypedResult {
  ledger: Ledger;
  test: string | undefined;
}

/**
 * Lets the user work in a shell of the session's container and records what is typed, until the
 * shell is left.
 *
 * @throws Failure when the terminal, the engine or the container is lost: the session is kept
 */
export async function typedSession(
  timeline: Timeline,
  request: TypedRequest,
  world: ContainerizeWorld,
): Promise<TypedResult> {
  const { engine, now, signal } = world;
  using source = new TypingSource(request.io.stdin);
  const listener = new SessionListener(timeline, request, world, source);
  const { container } = timeline;
  const { steps } = timeline;
  const end = await holdTerminal({
    container: container.id,
    state: steps.at(-1)?.after,
    history: steps.map(({ command }) => command),
    env: container.env,
    workdir: container.settings.directory,
  }, { engine, io: { ...request.io, stdin: new SharedInput(source) }, listener, now, signal });
  if (end === "closed") {
    throw new Failure("The terminal was closed in the middle of the session", {
      why: "Every finished command is recorded, and the container is kept",
      next: "Go on with dk containerize --resume",
      exitCode: hungUp,
    });
  }
  return { ledger: listener.recorder.ledger(), test: listener.test.command };
}

/** Follows what happens in the shell. */
class SessionListener implements TerminalListener {
  readonly test: { command: string | undefined };
  readonly #prepared: string[];
  #recorder?: TypedRecorder;

  constructor(
    readonly timeline: Timeline,
    readonly request: TypedRequest,
    readonly world: ContainerizeWorld,
    readonly keyboard: TypingSource,
  ) {
    this.test = { command: request.test };
    this.#prepared = [...request.prepared];
  }

  /** Once the shell has started. */
  get recorder(): TypedRecorder {
    return this.#recorder!;
  }

  async started(state: ShellState): Promise<void> {
    if (this.#recorder) return;
    const { engine } = this.world;
    const { known, record, earlier } = this.request;
    const start = earlier?.start ?? state;
    const { steps } = this.timeline;
    this.#recorder = await TypedRecorder.open(engine, this.timeline, known, { start, steps });
    await record.begin(start, this.timeline.saved());
    this.#typeNext();
  }

  async finished(typed: TypedCommand): Promise<void> {
    if (typed.isWord) return await this.#writeDown(await this.recorder.takeUnwanted(typed));
    const step = await this.recorder.take(typed);
    const recorded = this.timeline.record(step);
    await this.request.record.step(recorded, this.timeline.saved());
    this.timeline.noteWritten();
    if (typed.exit === 0) this.#typeNext();
    else this.#prepared.length = 0;
  }

  async word(words: string[], state: ShellState, terminal: WordTerminal): Promise<WordOutcome> {
    const world = {
      recorder: this.recorder,
      test: this.test,
      changed: (recorded?: RecordedStep) => this.#writeDown(recorded),
      now: this.world.now,
      options: this.request.options,
    };
    return await serveWord(words, world, { terminal, state });
  }

  async #writeDown(recorded: RecordedStep | undefined): Promise<void> {
    const { record } = this.request;
    const saved = this.timeline.saved();
    await (recorded ? record.step(recorded, saved) : record.timeline(saved));
    this.timeline.noteWritten();
    await record.decisions(this.recorder.steps, this.test.command);
  }

  /** A command that failed is the user's to mend: nothing more is typed for them. */
  #typeNext(): void {
    const next = this.#prepared.shift();
    if (next !== undefined) this.keyboard.type(next);
  }
}
