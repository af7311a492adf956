import assert from "node:assert/strict";
import { listContainers } from "../../src/engine/containers/list.ts";
import { type JournalContent, parseJournal } from "../../src/features/session/journal.ts";
import type { ContainerizeBench } from "./containerize_bench.ts";
import { dkExecutable } from "./dk_executable.ts";
import { Terminal } from "./terminal.ts";

/** Flags that leave nothing to be asked but in the session. */
export const unasked = ["--dependency", "''", "--install", "''", "--env", "''"];

/** `dk containerize` on a bench's project in a terminal of its own, driven by keys. */
export class TypedSession implements AsyncDisposable {
  private constructor(
    readonly bench: ContainerizeBench,
    readonly terminal: Terminal,
    /** `XDG_STATE_HOME` of dk. */
    readonly stateHome: string,
    readonly ownsState: boolean,
  ) {}

  /**
   * Opens a terminal and starts dk in it.
   *
   * @param options.flags as typed in a shell; `--base` and the tag are added unless it resumes
   * @param options.stateHome another session's, to go on with it
   */
  static async open(
    bench: ContainerizeBench,
    options: {
      flags?: readonly string[];
      stateHome?: string;
      /** Variables that dk finds. */
      env?: Readonly<Record<string, string>>;
      size?: { columns: number; rows: number };
    } = {},
  ): Promise<TypedSession> {
    const { flags = unasked, size = { columns: 120, rows: 50 } } = options;
    const stateHome = options.stateHome ?? await Deno.makeTempDir({ prefix: "dkt-state-" });
    const terminal = await Terminal.open(size);
    const session = new TypedSession(bench, terminal, stateHome, !options.stateHome);
    const named = flags.includes("--resume") ? [] : ["--base", bench.base, "-t", bench.tag];
    const dk = [dkExecutable(), "containerize", ...named, ...flags].join(" ");
    for (const [name, value] of Object.entries(options.env ?? {})) {
      await terminal.line(`export ${name}=${value}`);
    }
    await terminal.line(`export XDG_STATE_HOME=${stateHome}; cd ${bench.project}; clear`);
    await terminal.line(`${dk}; echo "left with $?"`);
    return session;
  }

  /** Goes on in a new terminal. @param env variables that dk finds */
  static async resume(
    { bench, stateHome }: TypedSession,
    env?: Readonly<Record<string, string>>,
  ): Promise<TypedSession> {
    const flags = ["--resume"];
    return await (await TypedSession.open(bench, { flags, stateHome, env })).begun();
  }

  /** Waits until the session's shell has printed its first prompt. */
  async begun(): Promise<this> {
    const screen = await this.terminal.waitFor(/Words for dk:[^]*[#$] $|^left with/m);
    assert.doesNotMatch(screen, /^left with/m);
    return this;
  }

  /** Types a command and Enter; resolves when it is recorded. */
  async run(command: string, seconds = 60): Promise<void> {
    const before = await this.#recordings();
    await this.terminal.line(command);
    await this.recorded(before + 1, seconds);
  }

  /** Types words for dk and Enter; resolves with what was printed since when that matches. */
  async word(text: string, shows: RegExp, seconds = 60): Promise<string> {
    const line = `dk ${text}`;
    const end = Date.now() + seconds * 1000;
    const count = (await this.terminal.screen()).split(line).length;
    await this.terminal.line(line);
    for (;;) {
      const screen = await this.terminal.screen();
      const printed = screen.slice(screen.lastIndexOf(line) + line.length);
      if (screen.split(line).length > count && shows.test(printed)) return printed;
      if (Date.now() > end) throw new Error(`No ${shows} after ${line}:\n${screen}`);
      await this.terminal.change();
    }
  }

  /** Waits for a number of recordings, those before it included. */
  async recorded(count: number, seconds = 60): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (await this.#recordings() < count) {
      if (Date.now() > end) {
        throw new Error(`Not recorded in ${seconds} s:\n${await this.terminal.screen()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Ends the session by a word, takes it as it is and waits for dk's end; resolves with the screen. */
  async done(seconds = 600): Promise<string> {
    await this.terminal.line("dk done");
    await this.terminal.waitFor(/leaves it for later: $/);
    await this.terminal.keys("Enter");
    return await this.terminal.waitFor(/^left with \d+$/m, seconds);
  }

  /** What is on the disk of the session. */
  async journal(): Promise<JournalContent> {
    return parseJournal(await this.journalText(), "the journal");
  }

  /** The commands in force. */
  async commands(): Promise<string[]> {
    const { steps, saved } = await this.journal();
    return steps.slice(0, saved?.at).map(({ step }) => step.command);
  }

  /** Whole lines of the journal. */
  async journalText(): Promise<string> {
    const sessions = `${this.stateHome}/dk/sessions`;
    const [{ name }] = [...Deno.readDirSync(sessions)];
    const text = await Deno.readTextFile(`${sessions}/${name}/journal`);
    return text.slice(0, text.lastIndexOf("\n") + 1);
  }

  /** Process id of dk. */
  async pid(): Promise<number> {
    const shell = await this.terminal.shellPid();
    const text = await Deno.readTextFile(`/proc/${shell}/task/${shell}/children`);
    return Number(text.trim().split(" ").at(-1));
  }

  /** Neither a container nor anything of the session's record is left. */
  async assertNothingLeft(): Promise<void> {
    const { engine } = this.bench;
    assert.deepEqual(await this.bench.containers(), []);
    const filters = { label: ["dk.session=containerize"] };
    const left = await listContainers(engine, { all: true, filters });
    const own = left.filter(({ Image }) => Image.includes(this.bench.base));
    assert.deepEqual(own, []);
    assert.deepEqual(sessionsIn(this.stateHome), []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminal[Symbol.asyncDispose]();
    if (!this.ownsState) return;
    // Whatever a test that failed has left.
    const { removeContainer } = await import("../../src/engine/containers/lifecycle.ts");
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const id of await this.bench.containers()) {
      await removeContainer(this.bench.engine, id, { force: true, volumes: true });
    }
    await Deno.remove(this.stateHome, { recursive: true });
  }

  /** How many steps are written down, with the session's state after each. */
  async #recordings(): Promise<number> {
    const text = await this.journalText();
    const lines = text.slice(0, text.lastIndexOf('{"kind":"timeline"')).split("\n");
    return lines.filter((line) => line.startsWith('{"kind":"step"')).length;
  }
}

/** Sessions that are kept in a state folder. */
function sessionsIn(stateHome: string): string[] {
  try {
    return [...Deno.readDirSync(`${stateHome}/dk/sessions`)].map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
