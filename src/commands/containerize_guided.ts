import type { DkContext } from "../cli/context.ts";
import { mayAsk } from "../cli/prompt.ts";
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
import type { ImagePuller } from "../features/run/image_at_hand.ts";
import { UsageFailure } from "../lib/failure.ts";
import { resolve } from "../lib/path.ts";
import { answerQuestions } from "./containerize_answers.ts";
import { nobodyToAsk } from "./containerize_questions.ts";
import { sessionIo } from "./session_io.ts";

/** The flags that say how a person is led through. */
export interface GuidedFlags {
  base: string | undefined;
  dependency: readonly string[];
  install: readonly string[];
  env: readonly string[];
  yes: boolean;
  resume: boolean;
}

/** @throws UsageFailure when somebody is needed and nobody is there */
export function checkGuided(context: DkContext, flags: GuidedFlags): void {
  if (mayAsk(context)) return;
  if (flags.resume) {
    throw new UsageFailure("There is nobody to go on with the session", {
      why: "stdin or stderr is not a terminal",
      next: "Run dk containerize --resume in a terminal",
    });
  }
  if (!flags.yes) throw nobodyToAsk(flags);
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
  if (flags.resume) {
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

/** Where sessions are kept that go on: `XDG_STATE_HOME`. */
function stateHome({ env, cwd }: DkContext): string {
  const given = env.XDG_STATE_HOME;
  return given ? resolve(cwd, given) : resolve(cwd, `${env.HOME || "/tmp"}/.local/state`);
}
