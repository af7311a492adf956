import { Failure } from "../../lib/failure.ts";
import { LastLines } from "../../lib/last_lines.ts";
import { putHandmade } from "../session/handmade.ts";
import type { Session } from "../session/session.ts";
import type { ContainerizeListener } from "./events.ts";
import type { Ledger } from "./ledger.ts";
import type { IncludedLists } from "./package_lists.ts";
import { withoutNewShell } from "./new_shell.ts";
import { unattended } from "./packages.ts";
import { recordedSteps, type StepToDo, whyNotRun } from "./recorded_steps.ts";
import type { WrittenSteps } from "./request.ts";
import { readScript } from "./script_steps.ts";
import { concealSecrets, refuseTypedSecrets } from "./secrets.ts";
import { quoteWord } from "./shell_words.ts";
import { endedEarly, endedUnseen, failedStep } from "./step_failures.ts";
import { StepRecorder, type Workplace } from "./step_recorder.ts";

/** What to record, and by what names messages call it. */
export interface RecordRequest {
  base: string;
  baseHasEntrypoint: boolean;
  codeDirectory: string;
  /** The project's files in the container, relative paths. */
  project: readonly string[];
  besides: readonly string[];
  data: readonly string[];
  includedLists: IncludedLists;
  buildsClassic: boolean;
  /** The user of the base image as it names it; undefined for root. */
  user: string | undefined;
  steps: WrittenSteps;
}

/** What recording uses of the caller's world. */
export interface RecordWorld {
  listen: ContainerizeListener;
  /** Milliseconds. */
  now(): number;
  /** Keeps the end of what the current step prints. */
  recent: { lines: LastLines };
  /** The user's environment: where a session file's secrets are. */
  env: Readonly<Record<string, string | undefined>>;
}

const shownLines = 20;

/**
 * Does the steps one by one and writes down what each of them changed. Of a session file, steps
 * that failed or were typed into are not run again; what they left by hand is put in place.
 *
 * @throws UsageFailure when the shell cannot make sense of a steps file, before anything is run
 * @throws Failure at the first step that fails, with its exit code and the end of its output
 */
export async function recordSession(
  session: Session,
  request: RecordRequest,
  world: RecordWorld,
): Promise<Ledger> {
  const { shell, shellKind } = session;
  const steps = await stepsToDo(session, request.steps, world);
  const start = (await shell.run(":")).state;
  if (!start) throw new Failure(`The shell of ${request.base} ends at once`);
  const recorder = await StepRecorder.open(workplace(session), start);
  for (const [index, step] of steps.entries()) {
    if (!recorder.state) throw endedEarly(recorder.steps.at(-1)!, step);
    await goTo(step.recorded?.directory, session, recorder);
    const skipped = step.recorded && whyNotRun(step.recorded);
    const place = { number: index + 1, of: steps.length };
    await world.listen({ kind: "step", ...place, command: shown(step), skipped });
    if (skipped) await leaveOut(step, session, recorder);
    else await runStep(step, { session, recorder, number: index + 1, request, world });
  }
  const { steps: _, ...known } = request;
  return recorder.ledger({ ...known, shell: shellKind });
}

async function stepsToDo(
  { shell }: Session,
  source: WrittenSteps,
  { env }: RecordWorld,
): Promise<StepToDo[]> {
  if (source.kind === "replay") return recordedSteps(source.steps, env);
  const typed = await readScript(shell, source);
  refuseTypedSecrets(typed, source.file);
  return typed;
}

function shown({ command }: StepToDo): string {
  return concealSecrets(unattended(command));
}

/** Where a recorded step was typed, which a step that is not repeated may have led to. */
async function goTo(
  directory: string | undefined,
  { shell }: Session,
  recorder: StepRecorder,
): Promise<void> {
  if (directory === undefined || directory === recorder.state?.directory) return;
  const { exit, state } = await shell.run(`cd -- ${quoteWord(directory)}`);
  if (exit === 0 && state) return recorder.moved(state);
  throw new Failure(`There is no folder ${directory} to go on in`, {
    why: "The session file says that the next step was typed there",
    next: "Correct its directory in the session file",
  });
}

async function leaveOut(
  { recorded, ...step }: StepToDo,
  { engine, container, shell, shellKind }: Session,
  recorder: StepRecorder,
): Promise<void> {
  const { exit, interactive, files, verdict, notes, exported } = recorded!;
  await putHandmade(engine, container.id, files);
  const exports = interactive ? exportScript(exported ?? {}) : "";
  await recorder.record({
    ...step,
    ran: step.command,
    exit,
    seconds: 0,
    uid: String(shellKind.uid),
    state: exports ? (await shell.run(exports)).state : recorder.state,
    handmade: files,
    wasTypedInto: interactive,
    verdict,
    notes,
    wasSkipped: true,
  });
}

/** What a shell has brought that took another's place (`exec bash`); secrets are not known. */
function exportScript(exported: Readonly<Record<string, string | null>>): string {
  return Object.entries(exported).filter(([, value]) => value !== "***").map(([name, value]) =>
    value === null ? `unset ${name}` : `export ${name}=${quoteWord(value)}`
  ).join("\n");
}

async function runStep(
  { recorded, ...step }: StepToDo,
  { session, recorder, number, request, world }: {
    session: Session;
    recorder: StepRecorder;
    number: number;
    request: RecordRequest;
    world: RecordWorld;
  },
): Promise<void> {
  const lasting = recorded ? withoutNewShell(step.command) : step.command;
  const ran = unattended(lasting);
  const { file } = request.steps;
  world.recent.lines = new LastLines(shownLines);
  const began = world.now();
  const { exit, state: own } = await session.shell.run(ran);
  const seconds = (world.now() - began) / 1000;
  if (exit !== 0 && recorded?.exit !== exit) {
    throw failedStep(step, number, exit, file, String(world.recent.lines));
  }
  const brought = lasting === step.command ? "" : exportScript(recorded?.exported ?? {});
  const state = own && brought ? (await session.shell.run(brought)).state : own;
  if (!state && !/^\s*exit(\s+0)?\s*$/.test(step.command)) throw endedUnseen(step, number);
  const { files, verdict, notes } = recorded ?? {};
  if (files) await putHandmade(session.engine, session.container.id, files);
  const uid = String(session.shellKind.uid);
  const done = { ...step, ran, exit, seconds, uid, state, handmade: files, verdict, notes };
  await recorder.record(done);
}

function workplace(session: Session): Workplace {
  const { shell } = session;
  return {
    files: () => session.files(),
    capture: (command) => shell.capture(command),
    tick: () => shell.tick(),
  };
}
