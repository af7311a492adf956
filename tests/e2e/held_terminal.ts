import { createContainer } from "../../src/engine/containers/create.ts";
import { removeContainer, startContainer } from "../../src/engine/containers/lifecycle.ts";
import { containerProcesses } from "../../src/engine/containers/processes.ts";
import { EngineError } from "../../src/engine/errors.ts";
import type { Engine } from "../../src/engine/transport.ts";
import type { TypedCommand } from "../../src/features/session/terminal/terminal_listener.ts";
import { join } from "../../src/lib/path.ts";
import { Terminal } from "./terminal.ts";

const program = join(import.meta.dirname!, "hold_terminal_program.ts");

/** A command, and when it was looked at. */
export type Finished = TypedCommand & { what: "finished"; looked: [begin: number, end: number] };

/** A word, and what was printed since `dk count`. */
export interface Word {
  what: "word";
  words: string[];
  directory: string;
  counted?: { lines: number; last: string };
}

/** What hold_terminal_program.ts writes down. */
export type HeldEvent =
  | { what: "started"; shell: string; uid: string; state: TypedCommand["state"] }
  | Finished
  | Word
  | { what: "end"; end: string }
  | { what: "error"; message: string };

/** A container whose first process only waits, gone when the test is over. */
export async function idleContainer(
  engine: Engine,
  image: string,
  user?: string,
): Promise<AsyncDisposable & { id: string }> {
  const { id } = await createContainer(engine, {
    Image: image,
    Entrypoint: ["/bin/sh"],
    Cmd: [],
    OpenStdin: true,
    User: user,
    HostConfig: { NetworkMode: "none" },
  });
  await startContainer(engine, id);
  return {
    id,
    async [Symbol.asyncDispose]() {
      try {
        await removeContainer(engine, id, { force: true, volumes: true });
      } catch (error) {
        if (!(error instanceof EngineError && error.status === 404)) throw error;
      }
    },
  };
}

/** Whether a command line is a running process of a container. */
export async function runsIn(engine: Engine, container: string, command: string): Promise<boolean> {
  const { Processes } = await containerProcesses(engine, container);
  return Processes?.some((fields) => fields.at(-1) === command) ?? false;
}

/** An interactive session in a terminal of its own, driven by keys. */
export class HeldTerminal implements AsyncDisposable {
  private constructor(readonly terminal: Terminal, readonly file: string) {}

  /** Opens a session in a container; resolves when the shell has printed its first prompt. */
  static async open(
    containers: readonly string[],
    options: {
      size?: { columns: number; rows: number };
      /** How long a command is looked at, milliseconds. */
      listing?: number;
      /** The engine's address. */
      host?: string;
    } = {},
  ): Promise<HeldTerminal> {
    const { size = { columns: 100, rows: 40 }, listing = 0, host } = options;
    const terminal = await Terminal.open(size);
    const file = await Deno.makeTempFile({ prefix: "dk-held-" });
    const held = new HeldTerminal(terminal, file);
    try {
      const command = [Deno.execPath(), "run", "-A", "--no-check", "--quiet", program, file];
      await terminal.line("clear");
      const settings = [`DK_TEST_LISTING=${listing}`, ...host ? [`DOCKER_HOST=${host}`] : []];
      const start = [...settings, ...command, ...containers].join(" ");
      await terminal.line(`${start}; echo "left with $?"`);
      await held.until((events) => events.length > 0);
      await terminal.waitFor(/[#$] $/);
      return held;
    } catch (error) {
      await held[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** All that was reported so far. */
  async events(): Promise<HeldEvent[]> {
    const text = await Deno.readTextFile(this.file);
    return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
  }

  /** The commands reported so far. */
  async commands(): Promise<Finished[]> {
    return (await this.events()).filter((event) => event.what === "finished");
  }

  /** Process id of the program that holds the session. */
  async pid(): Promise<number> {
    const shell = await this.terminal.shellPid();
    const text = await Deno.readTextFile(`/proc/${shell}/task/${shell}/children`);
    return Number(text.trim().split(" ").at(-1));
  }

  /** Waits until the events are as wanted; resolves with them. */
  async until(isDone: (events: HeldEvent[]) => boolean, seconds = 60): Promise<HeldEvent[]> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const events = await this.events();
      if (isDone(events)) return events;
      if (Date.now() > end) {
        throw new Error(
          `Not in ${seconds} s; the screen:\n${await this.terminal.screen()}\n` +
            `reported:\n${await Deno.readTextFile(this.file)}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Types a command and Enter; resolves when it is the last that was reported. */
  async run(command: string, seconds = 60): Promise<Finished> {
    const before = (await this.commands()).length;
    await this.terminal.line(command);
    const finished = (events: HeldEvent[]) => events.filter(({ what }) => what === "finished");
    await this.until((events) => finished(events).length > before, seconds);
    return (await this.commands()).at(-1)!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminal[Symbol.asyncDispose]();
    await Deno.remove(this.file);
  }
}
