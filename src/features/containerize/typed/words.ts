import type { RecordedStep } from "../../session/recorded_step.ts";
import type { ShellState } from "../../session/shell_protocol.ts";
import type { WordOutcome, WordTerminal } from "../../session/terminal/terminal_listener.ts";
import type { Move } from "../../session/timeline.ts";
import { formatDockerfile } from "../dockerfile.ts";
import { wasInteractive } from "../interactive_commands.ts";
import type { LedgerStep } from "../ledger.ts";
import { planDockerfile, type PlanOptions } from "../plan.ts";
import { concealSecrets } from "../secrets.ts";
import { testSession } from "../test_session.ts";
import type { TypedRecorder } from "./typed_recorder.ts";

/** What the words of a session act on. */
export interface WordWorld {
  recorder: TypedRecorder;
  /** The test command and what it printed in the session. */
  test: { command: string | undefined };
  /** How the Dockerfile is to be written. */
  options: PlanOptions;
  /** Writes down what a word has decided, and the step that it has recorded. */
  changed(recorded?: RecordedStep): Promise<void>;
  /** Milliseconds. */
  now(): number;
}

/** One word: what its line in the list says, and what it does. */
interface Word {
  usage: string;
  brief: string;
  run(world: WordWorld, rest: string[], at: WordPlace): Promise<WordOutcome | void>;
}

interface WordPlace {
  terminal: WordTerminal;
  /** The shell in which the word was typed. */
  state: ShellState;
}

/** A word that cannot do what it was told; the text says why. */
class WordFailure extends Error {}

const words: Record<string, Word> = {
  status: {
    usage: "status",
    brief: "The steps so far and the Dockerfile that they come to",
    run: async ({ recorder, test, options }, _, { terminal }) => {
      const ledger = recorder.ledger();
      const plan = planDockerfile(ledger, test.command ?? "", options);
      const steps = ledger.steps.map((step, index) => stepLine(step, index, plan.kept[index]));
      await terminal.write(`${steps.join("")}\n${formatDockerfile(plan.instructions)}`);
      for (const warning of plan.warnings) await terminal.warn(`dk: ${warning}\n`);
    },
  },
  undo: {
    usage: "undo",
    brief: "Go back before the last command: files, directory, variables",
    run: async (world, _, at) => {
      const last = world.recorder.steps.at(-1);
      const move = await world.recorder.timeline.undo();
      if (!last || !move) throw new WordFailure("There is nothing to undo");
      return await arrive(world, move, `Undone: ${shown(last)}`, at);
    },
  },
  redo: {
    usage: "redo",
    brief: "Do again what was undone last",
    run: async (world, _, at) => {
      const move = await world.recorder.timeline.redo();
      if (!move) throw new WordFailure("There is nothing to redo");
      return await arrive(
        world,
        move,
        `Done again: ${shown(world.recorder.timeline.steps.at(-1)!)}`,
        at,
      );
    },
  },
  drop: {
    usage: "drop N",
    brief: "Leave step N out of the Dockerfile",
    run: async (world, rest, { terminal }) => {
      const step = await decide(world, rest, "drop");
      await terminal.write(`Left out of the Dockerfile: ${shown(step)}\n`);
    },
  },
  keep: {
    usage: "keep N",
    brief: "Keep step N in the Dockerfile, whatever it did",
    run: async (world, rest, { terminal }) => {
      const step = await decide(world, rest, "keep");
      await terminal.write(`Kept in the Dockerfile: ${shown(step)}\n`);
    },
  },
  note: {
    usage: "note TEXT",
    brief: "Write a comment above what comes next",
    run: ({ recorder }, rest) => {
      if (rest.length === 0) throw new WordFailure("There is nothing to note");
      recorder.notes.push(rest.join(" "));
      return Promise.resolve();
    },
  },
  test: {
    usage: "test COMMAND",
    brief: "Try the command that is to prove the image, as the image will run it",
    run: tryTest,
  },
  done: {
    usage: "done",
    brief: "End the session and make the image; exit does the same",
    run: () => Promise.resolve({ kind: "end" }),
  },
};

/** Serves `dk WORD ...` typed in a session. */
export async function serveWord(
  typed: readonly string[],
  world: WordWorld,
  place: WordPlace,
): Promise<WordOutcome> {
  const [name = "help", ...rest] = typed;
  const word = Object.hasOwn(words, name) ? words[name] : undefined;
  if (!word) {
    if (name !== "help") {
      await place.terminal.warn(`dk: There is no word ${JSON.stringify(name)}\n`);
    }
    await place.terminal.write(wordList);
    return { kind: "continue", exit: name === "help" ? 0 : 2 };
  }
  try {
    return await word.run(world, rest, place) ?? { kind: "continue", exit: 0 };
  } catch (error) {
    if (!(error instanceof WordFailure)) throw error;
    await place.terminal.warn(`dk: ${error.message}\n`);
    return { kind: "continue", exit: 1 };
  }
}

/** The words of a session, a line each. */
export const wordList: string = Object.values(words)
  .map(({ usage, brief }) => `  dk ${usage.padEnd(14)} ${brief}\n`).join("");

async function arrive(
  { recorder, changed }: WordWorld,
  move: Move,
  text: string,
  { terminal }: WordPlace,
): Promise<WordOutcome> {
  await recorder.follow();
  await changed();
  await terminal.write(`${text}\n`);
  for (const { path } of move.differences.slice(0, 5)) {
    await terminal.warn(`dk: ${path} did not become what it was before\n`);
  }
  const { id } = recorder.timeline.container;
  return { kind: "switch", container: id, state: recorder.state };
}

async function decide(
  { recorder, changed }: WordWorld,
  [number, ...rest]: readonly string[],
  verdict: LedgerStep["verdict"],
): Promise<LedgerStep> {
  const step = /^\d+$/.test(number ?? "") ? recorder.steps[Number(number) - 1] : undefined;
  if (!step || rest.length > 0) {
    throw new WordFailure(`Name a step, 1 to ${recorder.steps.length}: dk ${verdict} N`);
  }
  step.verdict = verdict;
  await changed();
  return step;
}

async function tryTest(
  { recorder, test, changed, now }: WordWorld,
  rest: readonly string[],
  { terminal, state }: WordPlace,
): Promise<WordOutcome> {
  const command = rest.length > 0 ? rest.join(" ") : test.command;
  if (!command) throw new WordFailure("Name the command to try: dk test COMMAND");
  test.command = command;
  const began = now();
  const decoder = new TextDecoder();
  const { exit } = await testSession(
    recorder.engine,
    recorder.timeline.container.id,
    { command, state },
    {
      output: (bytes) => terminal.write(decoder.decode(bytes, { stream: true })),
      signal: terminal.signal,
    },
  );
  const seconds = (now() - began) / 1000;
  const uid = String(recorder.timeline.kind.uid);
  const tried = { command, exit, seconds, state, uid, sawInput: false };
  await changed(await recorder.takeUnwanted(tried));
  return { kind: "continue", exit };
}

function stepLine(step: LedgerStep, index: number, isKept: boolean): string {
  const why = step.verdict === "drop"
    ? "dropped"
    : step.exit !== 0
    ? `failed with ${step.exit}`
    : isKept
    ? ""
    : wasInteractive(step) && step.changes.length > 0
    ? "was typed into, and cannot be repeated"
    : "changes nothing that lasts";
  return `${String(index + 1).padStart(3)} ${isKept ? "*" : " "} ${shown(step)}${
    why && `  (${why})`
  }\n`;
}

function shown({ command }: LedgerStep): string {
  const [first, ...more] = concealSecrets(command).split("\n");
  return more.length > 0 ? `${first} ...` : first;
}
