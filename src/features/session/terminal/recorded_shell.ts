import { inspectContainer } from "../../../engine/containers/inspect.ts";
import { createExec, resizeExec, startExec } from "../../../engine/exec.ts";
import { copyOutput } from "../../../engine/output.ts";
import type { HijackedStream } from "../../../engine/transport.ts";
import { sendInput } from "../../run/pump.ts";
import { needsSizeFirst, sizeFirst } from "../../run/size_first.ts";
import { WindowFollower } from "../../run/window.ts";
import { MarkedOutput } from "../marked_output.ts";
import { freshShellScript, inheritScript } from "../restore_state.ts";
import type { ShellState } from "../shell_protocol.ts";
import type { TerminalRequest, TerminalWorld } from "./hold_terminal.ts";
import { InputGate } from "./input_gate.ts";
import { endsSoon, exitOrLoss } from "./lost_session.ts";
import { type LastWord, Recorder } from "./recorder.ts";
import { Relay } from "./relay.ts";
import { shellCommand } from "./relay_program.ts";
import type { HookedShell } from "./report.ts";
import { shellHistory } from "./shell_history.ts";

/** How a shell was left. */
export type ShellEnd =
  | LastWord
  | { kind: "exit" }
  | { kind: "closed" };

const bufferSize = 64 * 1024;

/** One interactive shell in one container, and the exec that its hooks speak through. */
export class RecordedShell implements Disposable {
  readonly #gate: InputGate;
  readonly #output: MarkedOutput;
  readonly #recorder: Recorder;
  readonly #follower: WindowFollower;
  readonly #stop = new AbortController();
  readonly #vanished = Promise.withResolvers<ShellEnd>();
  #isQuiet: boolean;

  private constructor(
    readonly world: TerminalWorld,
    readonly container: string,
    readonly execId: string,
    readonly stream: HijackedStream,
    readonly relay: Relay,
    about: { shell: HookedShell; uid: string },
    options: {
      restored: ShellState | undefined;
      startedBy: string | undefined;
      typed: Uint8Array;
    },
  ) {
    const { io, engine, now, listener } = world;
    const print = async (bytes: Uint8Array) => {
      try {
        await io.stdout.writeBytes(bytes);
      } catch {
        this.#vanished.resolve({ kind: "closed" }); // Nobody is there to read it, or this.
      }
    };
    const send = async (bytes: Uint8Array) => {
      await sendInput(stream, bytes);
    };
    // A restored shell shows its prompt and no greeting. Other shells report behind the prompt.
    this.#isQuiet = options.restored !== undefined && about.shell !== "posix";
    this.#output = new MarkedOutput((bytes) => this.#isQuiet ? Promise.resolve() : print(bytes));
    this.#gate = new InputGate(send, now);
    this.#gate.putBack(options.typed);
    const { startedBy } = options;
    const functions = options.restored?.functions ?? {};
    const parts = { about, relay, gate: this.#gate, output: this.#output, functions, startedBy };
    this.#recorder = new Recorder({ ...parts, listener, now, send, print }, () => {
      this.#isQuiet = false;
    });
    this.#follower = new WindowFollower(io, (size) => resizeExec(engine, execId, size));
    void this.#follower.begin();
  }

  /**
   * Starts the shell; its first prompt comes when it runs.
   *
   * @param typed what was typed for it already
   */
  static async open(
    request: TerminalRequest,
    world: TerminalWorld,
    typed: Uint8Array,
  ): Promise<RecordedShell> {
    const { engine, io, signal } = world;
    const { container, state, user, startedBy } = request;
    const { relay, ...about } = await Relay.start(engine, container, { user, signal });
    try {
      await giveFiles(relay, about.shell, request, world);
      const execId = await createShell(relay, request, world);
      const size = io.windowSize();
      const stream = await startExec(engine, execId, {
        tty: true,
        consoleSize: size && [size.rows, size.columns],
        signal,
      });
      const options = {
        restored: startedBy ? undefined : state,
        startedBy: startedBy?.command,
        typed,
      };
      return new RecordedShell(world, container, execId, stream, relay, about, options);
    } catch (error) {
      relay[Symbol.dispose]();
      throw error;
    }
  }

  /** What was typed, `dk` words too. */
  get typed(): readonly string[] {
    return this.#recorder.typed;
  }

  /**
   * Joins the user's terminal to the shell until it is left.
   *
   * @param hangup resolves when dk is to leave it
   */
  async run(hangup: Promise<unknown>): Promise<ShellEnd> {
    const ended = this.#end();
    const told = this.#recorder.attend().then((end) => end ?? endsSoon(ended));
    const closed = hangup.then(() => ({ kind: "closed" as const }));
    const vanished = this.#vanished.promise;
    const races: Promise<ShellEnd>[] = [ended, told, this.#typeOn(), closed, vanished];
    for (const race of races) race.catch(() => {}); // The first decides.
    try {
      const end = await Promise.race(races);
      await (end.kind === "exit" ? this.#recorder.ended() : this.#recorder.settled());
      return end;
    } finally {
      this.#stop.abort();
    }
  }

  /** What was typed and has not reached the shell. */
  unread(): Uint8Array<ArrayBuffer> {
    return this.#gate.takeHeld();
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#follower[Symbol.dispose]();
    this.relay[Symbol.dispose]();
    this.stream.close();
  }

  /** Passes on what is typed; resolves when the terminal has gone. */
  async #typeOn(): Promise<ShellEnd> {
    const buffer = new Uint8Array(bufferSize);
    await this.#gate.set("open");
    for (;;) {
      const count = await this.#read(buffer);
      if (count === null) return { kind: "closed" };
      await this.#gate.push(buffer.subarray(0, count));
    }
  }

  /** Null also for a terminal whose window was closed, which fails to be read. */
  async #read(buffer: Uint8Array): Promise<number | null> {
    try {
      return await this.world.io.stdin.read(buffer, this.#stop.signal);
    } catch (error) {
      this.#stop.signal.throwIfAborted();
      if (this.world.io.stdin.isTerminal) throw error;
      return null;
    }
  }

  /** Passes on what the shell prints; resolves when it has ended and its last command is told. */
  async #end(): Promise<ShellEnd> {
    const { engine, signal } = this.world;
    const take = (bytes: Uint8Array) => this.#output.push(bytes);
    let broken: unknown;
    try {
      await copyOutput(this.stream, { stdout: take, stderr: take }, { tty: true, signal });
      await this.#output.end();
    } catch (error) {
      signal.throwIfAborted();
      broken = error;
    }
    await exitOrLoss(engine, this, broken);
    return { kind: "exit" };
  }
}

/** Gives the shell what it reads at its start. */
async function giveFiles(
  relay: Relay,
  shell: HookedShell,
  { container, state, env, history = [], startedBy }: TerminalRequest,
  { engine, signal }: TerminalWorld,
): Promise<void> {
  if (history.length > 0) await relay.file("history", shellHistory(shell, history));
  if (!state) return;
  const { Config } = await inspectContainer(engine, container, { signal });
  const given = [...Config.Env ?? [], ...env].map((entry) => entry.split("=", 1)[0]);
  if (startedBy?.isLogin) await relay.file("login", "");
  if (startedBy) await relay.file("inherit", inheritScript(state, given));
  else await relay.file("restore", freshShellScript(state, given));
}

async function createShell(
  { folder }: Relay,
  { container, env, user, workdir }: TerminalRequest,
  { engine, io, signal }: TerminalWorld,
): Promise<string> {
  const size = io.windowSize();
  const waits = size !== undefined && needsSizeFirst(await engine.identity(signal));
  return await createExec(engine, container, {
    Cmd: [...waits ? sizeFirst(env) : [], ...shellCommand(folder)],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
    Env: [...env],
    ...(size && { ConsoleSize: [size.rows, size.columns] as [number, number] }),
    ...(user && { User: user }),
    ...(workdir && { WorkingDir: workdir }),
  }, { signal });
}
