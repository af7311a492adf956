import { freshNonce, type ShellState } from "../shell_protocol.ts";
import type { MarkedOutput } from "../marked_output.ts";
import type { InputGate } from "./input_gate.ts";
import type { Relay } from "./relay.ts";
import type { HookedShell, Report } from "./report.ts";
import type { TerminalListener, TypedCommand, WordOutcome } from "./terminal_listener.ts";
import { functionsAfter } from "./typed_functions.ts";
import { TypedCommands, type TypedText } from "./typed_command.ts";

/** What one shell's recorder works with. */
export interface RecorderParts {
  about: { shell: HookedShell; uid: string };
  relay: Relay;
  gate: InputGate;
  output: MarkedOutput;
  listener: TerminalListener;
  /** Milliseconds. */
  now(): number;
  /** Puts bytes into the shell's terminal, past the gate. */
  send(bytes: Uint8Array): Promise<void>;
  /** Prints on the user's terminal. */
  print(bytes: Uint8Array): Promise<void>;
  /** Functions that the shell has been given, where it cannot list them. */
  functions: ShellState["functions"];
  /** The command that has started the shell in another's place. */
  startedBy: string | undefined;
}

/** A shell that takes the place of the one that was told to `exec` it. */
export interface NextShell {
  kind: "exec";
  /** As typed. */
  command: string;
  /** The shell before it. */
  state: ShellState;
  isLogin: boolean;
}

/** What ends a shell before it has ended by itself. */
export type LastWord = Exclude<WordOutcome, { kind: "continue" }> | NextShell;

const encoder = new TextEncoder();

/** Takes what the hooks of one shell report, tells the listener, and lets the shell go on. */
export class Recorder {
  /** What was typed, `dk` words too. */
  readonly typed: string[] = [];
  readonly #commands: TypedCommands;
  readonly #failed = Promise.withResolvers<never>();
  #finishing: Promise<void> = Promise.resolve();
  /** When the shell was last let go on. */
  #since: number;
  /** True while commands come from one line edited as a whole. */
  #isInBuffer = false;
  /** The word that the shell is about to have run. */
  #served: "word" | "piped" | undefined;
  #functions: ShellState["functions"];
  #state: ShellState | undefined;

  constructor(readonly parts: RecorderParts, readonly isReady: () => void) {
    this.#commands = new TypedCommands(parts.about.shell);
    this.#since = parts.now();
    this.#functions = parts.functions;
    this.#failed.promise.catch(() => {}); // attend() races with it.
  }

  /** Resolves when a word has ended the shell, or with undefined when no more is to come. */
  async attend(): Promise<LastWord | undefined> {
    return await Promise.race([this.#attend(), this.#failed.promise]);
  }

  /** Resolves when the listener is done with the last command. */
  async settled(): Promise<void> {
    await this.#finishing;
  }

  /** Tells of a command that has ended the shell with its hooks, by name unknown. */
  async ended(): Promise<void> {
    await this.#finishing;
    const state = this.#state;
    if (!state || this.parts.gate.sent.lines.length === 0) return;
    const seconds = (this.parts.now() - this.#since) / 1000;
    await this.#tell({ command: "", exit: 0, seconds, state, sawInput: true });
  }

  async #attend(): Promise<LastWord | undefined> {
    for (;;) {
      const message = await this.parts.relay.next();
      if (!message) return undefined;
      if (message.kind === "prompt") this.parts.gate.sent.dropLine();
      if (message.kind !== "report") continue;
      await this.#finishing;
      const end = await this.#take(message);
      if (end) return end;
    }
  }

  async #take(report: Report): Promise<LastWord | undefined> {
    const { relay, gate } = this.parts;
    if (report.what === "started") return await this.#start(report);
    if (report.what === "word" || report.what === "piped") return await this.#serve(report);
    if (report.what === "exec") return await this.#replace(report);
    const typed = this.#commands.read(report, gate.sent.lines);
    const word = /^\s*dk(\s|$)/.test(typed?.text ?? "") ? this.#served : undefined;
    this.#served = undefined;
    if (typed) this.typed.push(typed.text);
    // Also one that the shell refuses, as jobs are stopped.
    const isLeave = /^\s*(exit|logout)\b[^;&|\n]*$/.test(typed?.text ?? "");
    if (!typed || word === "word" || isLeave) {
      if (!word) gate.sent.dropLine(); // The word's line was gone with its answer.
      this.#isInBuffer = report.what === "between";
      await relay.answer(report.number, "go");
      return undefined;
    }
    const seconds = (this.parts.now() - this.#begin(typed)) / 1000;
    const sawInput = await this.#takeBack(report, word ? 0 : this.#linesRead(typed));
    const { exit } = report;
    this.#functions = functionsAfter(this.#functions, typed.text, exit);
    const state = this.#stateOf(report);
    this.#isInBuffer = report.what === "between";
    const command = {
      command: typed.text,
      exit,
      seconds,
      state,
      sawInput,
      ...word && { isWord: true },
    };
    gate.sent.reset();
    await gate.set("editing");
    this.#finishing = this.#tell(command).then(() => gate.set("open"));
    this.#finishing.catch((error) => this.#failed.reject(error));
    // What follows in the same line is at the shell already, and would begin.
    if (report.what !== "command") await this.#finishing;
    await this.#go(report, "go");
  }

  async #start(report: Report): Promise<undefined> {
    const { number } = report;
    const { listener, about, startedBy, now } = this.parts;
    await this.#synchronize(number);
    this.isReady();
    const state = this.#stateOf(report);
    if (startedBy === undefined) await listener.started(state, about);
    else {
      const seconds = (now() - this.#since) / 1000;
      await this.#tell({ command: startedBy, exit: 0, seconds, state, sawInput: false });
    }
    await this.#go({ number }, "go");
  }

  /** `dk` was typed: its terminal output comes after all that the shell has printed. */
  async #serve(report: Report): Promise<LastWord | undefined> {
    const { gate, listener, relay } = this.parts;
    this.#served = report.what === "piped" ? "piped" : "word";
    const stop = new AbortController();
    await this.#takeBack(report, 1);
    await gate.set("closed", () => stop.abort());
    gate.sent.reset();
    await this.#synchronize(report.number);
    let piped = "";
    const warn = (text: string) => this.#write(text);
    const pipe = (text: string) => {
      piped += text;
      return Promise.resolve();
    };
    const write = report.what === "piped" ? pipe : warn;
    const terminal = { write, warn, signal: stop.signal };
    const outcome = await listener.word(report.values, this.#stateOf(report), terminal);
    if (outcome.kind === "continue") {
      if (piped !== "") await relay.print(report.number, piped);
      await this.#go(report, `go ${outcome.exit}`);
      await gate.set("open");
      return undefined;
    }
    await this.#write(piped); // Whoever was to read it ends with the shell.
    await relay.endShell();
    return outcome;
  }

  /** Prints lines that end in plain newlines. */
  async #write(text: string): Promise<void> {
    await this.parts.print(encoder.encode(text.replaceAll("\n", "\r\n")));
  }

  /** The shell is ended before another program takes its place, and its kind is started anew. */
  async #replace(report: Report): Promise<LastWord> {
    const { gate, relay, print } = this.parts;
    const typed = this.#commands.read(report, gate.sent.lines);
    const text = typed?.text ?? "";
    this.typed.push(text);
    await this.#takeBack(report, typed ? this.#linesRead(typed) : 0);
    await gate.set("closed");
    await this.#synchronize(report.number);
    await relay.endShell();
    const [, , , login, late] = report.values;
    if (late) await print(encoder.encode("\r\x1b[K")); // The other shell's prompt is there already.
    const isLogin = login === "login";
    return { kind: "exec", command: text, state: this.#stateOf(report), isLogin };
  }

  async #tell(command: Omit<TypedCommand, "uid">): Promise<void> {
    const { listener, about } = this.parts;
    await listener.finished({ ...command, uid: about.uid });
  }

  #stateOf({ state }: Report): ShellState {
    const { shell } = this.parts.about;
    this.#state = shell === "bash" ? state : { ...state, functions: this.#functions };
    return this.#state;
  }

  /** Resolves when all that the shell has printed so far is on the user's terminal. */
  async #synchronize(number: string): Promise<void> {
    const mark = freshNonce();
    const printed = this.parts.output.expect(mark, "");
    await this.parts.relay.answer(number, `mark ${mark}`);
    await printed;
  }

  async #go({ number }: Pick<Report, "number">, answer: string): Promise<void> {
    this.#since = this.parts.now();
    await this.parts.relay.answer(number, answer);
  }

  /** How many of the lines sent the shell has read for a command, and for the next one. */
  #linesRead({ lines, next }: TypedText): number {
    // The first line of what came from one line edited as a whole was read before.
    const read = lines + next - (this.#isInBuffer ? 1 : 0);
    return Math.min(read, this.parts.gate.sent.lines.length);
  }

  #begin({ lines }: TypedText): number {
    const sent = this.parts.gate.sent.lines;
    const last = this.#isInBuffer ? undefined : sent[Math.min(lines, sent.length) - 1];
    return Math.max(this.#since, last?.at ?? 0);
  }

  /**
   * Takes back what the shell has not read of what was sent after the command's own lines: it must
   * not run before the listener is done.
   *
   * @returns true when somebody else has read of it: the command
   */
  async #takeBack({ number }: Report, lines: number): Promise<boolean> {
    const { gate, relay, send } = this.parts;
    const beyond = gate.sent.beyond(lines);
    if (beyond === 0) return false;
    await gate.set("closed");
    const mark = freshNonce();
    await relay.answer(number, `look ${mark}`);
    for (let message = await relay.next(); message; message = await relay.next()) {
      if (message.kind === "ready") await send(encoder.encode(`${mark}\n`));
      if (message.kind !== "ahead") continue;
      const [text] = message.text.split(mark, 1);
      const ahead = encoder.encode(text);
      gate.putBack(ahead);
      return ahead.length < beyond;
    }
    return false;
  }
}
