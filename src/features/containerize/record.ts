import { Failure, UsageFailure } from "../../lib/failure.ts";
import type { Session } from "../session/session.ts";
import { cutSteps, normalizeSteps, type TypedStep } from "../session/steps_file.ts";
import type { ContainerizeListener } from "./events.ts";
import { LastLines } from "../../lib/last_lines.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { concealSecrets, refuseTypedSecrets } from "./secrets.ts";
import { unattended } from "./packages.ts";
import { StepRecorder, type Workplace } from "./step_recorder.ts";

/** What to record, and by what names messages call it. */
export interface RecordRequest {
  base: string;
  baseHasEntrypoint: boolean;
  codeDirectory: string;
  /** The project's files in the container, relative paths. */
  project: readonly string[];
  /** The user of the base image as it names it; undefined for root. */
  user: string | undefined;
  steps: { text: string; file: string };
}

export interface RecordWorld {
  listen: ContainerizeListener;
  /** Milliseconds. */
  now(): number;
  /** Keeps the end of what the current step prints. */
  recent: { lines: LastLines };
}

const shownLines = 20;

/**
 * Runs the steps of a file one by one and writes down what each of them changed.
 *
 * @throws UsageFailure when the shell cannot make sense of the file, before anything is run
 * @throws Failure at the first step that fails, with its exit code and the end of its output
 */
export async function recordSession(
  session: Session,
  request: RecordRequest,
  world: RecordWorld,
): Promise<Ledger> {
  const { shell, shellKind } = session;
  const typed = await readSteps(session, request.steps);
  refuseTypedSecrets(typed, request.steps.file);
  const start = (await shell.run(":")).state;
  if (!start) throw new Failure(`The shell of ${request.base} ends at once`);
  const recorder = await StepRecorder.open(workplace(session), start);
  for (const [index, step] of typed.entries()) {
    if (!recorder.state) throw endedEarly(recorder.steps.at(-1)!, step);
    const ran = unattended(step.command);
    await world.listen({
      kind: "step",
      number: index + 1,
      of: typed.length,
      command: concealSecrets(ran),
    });
    world.recent.lines = new LastLines(shownLines);
    const began = world.now();
    const { exit, state } = await shell.run(ran);
    const seconds = (world.now() - began) / 1000;
    if (exit !== 0) throw failedStep(step, index + 1, exit, request.steps.file, world);
    if (!state && !/^\s*exit(\s+0)?\s*$/.test(step.command)) throw endedUnseen(step, index + 1);
    await recorder.record({ ...step, ran, exit, seconds, state });
  }
  const { steps: _, ...known } = request;
  return recorder.ledger({ ...known, shell: shellKind });
}

function workplace(session: Session): Workplace {
  const { shell } = session;
  return {
    files: () => session.files(),
    capture: (command) => shell.capture(command),
    tick: () => shell.tick(),
  };
}

async function readSteps(
  { shell }: Session,
  { text, file }: RecordRequest["steps"],
): Promise<TypedStep[]> {
  const normal = normalizeSteps(text);
  const { steps, unfinished } = cutSteps(normal, await shell.split(normal));
  if (unfinished) {
    throw new UsageFailure(
      `The shell cannot read the command that begins on line ${unfinished.line} of ${file}: ${
        firstLine(unfinished.command)
      }`,
      {
        why: await shell.explain(unfinished.command) || "It does not end before the file does",
        next: "Correct that line; nothing was run",
      },
    );
  }
  return steps;
}

function failedStep(
  { command, line }: TypedStep,
  number: number,
  exit: number,
  file: string,
  world: RecordWorld,
): Failure {
  const output = String(world.recent.lines);
  return new Failure(`Step ${number} failed with exit code ${exit}: ${firstLine(command)}`, {
    why: output ? `The end of its output:\n${output}` : "It printed nothing",
    next: `Correct line ${line} of ${file} and run dk containerize again; nothing was left behind`,
  });
}

/** The container has gone with its shell. */
function endedUnseen({ command, line }: TypedStep, number: number): Failure {
  const replaces = /(^|[;&|\n])\s*exec\s/.test(command);
  return new Failure(`Step ${number} ended the shell: ${firstLine(command)}`, {
    why: replaces
      ? "exec puts another program in the shell's place, and no further step can be run"
      : "What it changed cannot be seen any more",
    next: replaces
      ? `Leave exec out of line ${line}; a script to be run in another shell: bash FILE`
      : `End the steps with exit on a line of its own, or leave it out of line ${line}`,
  });
}

function endedEarly(last: LedgerStep, next: TypedStep): Failure {
  return new Failure(`The shell has ended before line ${next.line}: ${firstLine(next.command)}`, {
    why: `Line ${last.line} ended it: ${firstLine(last.command)}`,
    next: "Remove that line, or what follows it",
  });
}

function firstLine(command: string): string {
  const [first, ...others] = concealSecrets(command).split("\n");
  return others.length > 0 ? `${first} ...` : first;
}
