import type { DkContext } from "../cli/context.ts";
import { askLine, mayAsk } from "../cli/prompt.ts";
import type { Transport } from "../engine/transport.ts";
import { codeDirectory } from "../features/containerize/hold_session.ts";
import { parseMountRequest } from "../features/containerize/mount.ts";
import { openProject } from "../features/containerize/project.ts";
import {
  answerCommands,
  answeredSteps,
  type ContainerizeRequest,
  type OpenRequest,
  rememberedAnswers,
} from "../features/containerize/request.ts";
import { findLeftSession, forgetSession } from "../features/containerize/typed/earlier_session.ts";
import type { ImagePuller } from "../features/run/image_at_hand.ts";
import { UsageFailure } from "../lib/failure.ts";
import { resolve } from "../lib/path.ts";
import { answerQuestions } from "./containerize_answers.ts";
import { missingFlags, nobodyToAsk } from "./containerize_questions.ts";
import { sessionIo } from "./session_io.ts";

/** The flags that say how a person is led through. */
export interface GuidedFlags {
  base: string | undefined;
  dependency: readonly string[];
  install: readonly string[];
  env: readonly string[];
  yes: boolean;
  resume: boolean;
  /** Nothing is to be changed, nor asked of what an earlier dk has left. */
  dryRun: boolean;
}

/**
 * Whether dk goes on without asking: as `--yes` wishes, or because flags have answered everything
 * and nobody is there who could type more.
 *
 * @param test as given by a flag
 * @throws UsageFailure when somebody is needed and nobody is there
 */
export function goesAlone(
  context: DkContext,
  flags: GuidedFlags,
  test: string | undefined,
): boolean {
  if (mayAsk(context)) return flags.yes;
  if (flags.resume) {
    throw new UsageFailure("There is nobody to go on with the session", {
      why: "stdin or stderr is not a terminal",
      next: "Run dk containerize --resume in a terminal",
    });
  }
  if (flags.yes) return true;
  if (missingFlags(flags).length > 0) throw nobodyToAsk(flags);
  if (test) return true;
  throw new UsageFailure("There is no command to test the image with, and nobody can be asked", {
    why: "stdin or stderr is not a terminal",
    next: "Add --test COMMAND, or --yes to take what dk suggests",
  });
}

/**
 * The request of somebody who is asked: in a terminal what is answered is typed for them in the
 * session, which they go on with; `--yes` makes the image of the answers alone.
 */
export async function guidedRequest(
  context: DkContext,
  engine: Transport,
  { open, flags, pull }: { open: OpenRequest; flags: GuidedFlags; pull: ImagePuller },
): Promise<ContainerizeRequest> {
  const terminal = { io: sessionIo(context), stateHome: stateHome(context) };
  const isNew = flags.yes || flags.dryRun;
  if (flags.resume || (!isNew && await resumesLeft(context, engine, open.directory))) {
    const steps = { kind: "typed", ...terminal, resume: true, prepared: [] } as const;
    return { ...open, base: open.base ?? "", test: open.test ?? "", steps };
  }
  const { answers, test } = await answerQuestions(context, engine, {
    project: await openProject(open.directory, context.signal),
    code: codeDirectory,
    given: flags,
    remembered: await rememberedAnswers(open.directory),
    yes: flags.yes,
    pull,
  });
  const { base } = answers;
  const isOwnTest = open.test === undefined && test !== undefined;
  const mounts = isOwnTest && open.mounts.length === 0 && test.mount
    ? [await parseMountRequest(test.mount, open.directory)]
    : open.mounts;
  const known = { ...open, base, answers, mounts, test: open.test ?? test?.command ?? "" };
  if (flags.yes) {
    if (!known.test) {
      throw new UsageFailure("There is no command to test the image with", {
        why: "None was given, and the project suggests none",
        next: "Add --test COMMAND",
      });
    }
    return { ...known, steps: answeredSteps(answers) };
  }
  const prepared = answerCommands(answers);
  return { ...known, steps: { kind: "typed", ...terminal, resume: false, prepared } };
}

/**
 * Asks what is to become of a session of the project that was not ended, if there is one: it is
 * gone on with, or removed for a new one.
 */
async function resumesLeft(
  context: DkContext,
  engine: Transport,
  project: string,
): Promise<boolean> {
  const left = await findLeftSession(stateHome(context), project);
  if (!left) return false;
  const { stderr } = context;
  const notice = (text: string) => stderr.write(`dk: ${text}\n`);
  if (left.steps === undefined) {
    await forgetSession(engine, left, notice);
    return false;
  }
  stderr.write(`A session of this folder was not ended; its steps so far: ${left.steps}\n`);
  for (;;) {
    const answer = await askLine(context, "Enter goes on with it (--resume); n begins anew: ");
    if (answer === "") return true;
    if (/^n(ew|o)?$/i.test(answer)) break;
    stderr.write(`There is no choice ${JSON.stringify(answer)}\n`);
  }
  await forgetSession(engine, left, notice);
  stderr.write("The earlier session is removed\n");
  return false;
}

/** Where sessions are kept that go on: `XDG_STATE_HOME`. */
function stateHome({ env, cwd }: DkContext): string {
  const given = env.XDG_STATE_HOME;
  return given ? resolve(cwd, given) : resolve(cwd, `${env.HOME || "/tmp"}/.local/state`);
}
