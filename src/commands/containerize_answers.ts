import { LinesAsker } from "../cli/ask_lines.ts";
import type { DkContext } from "../cli/context.ts";
import { texts } from "../cli/flags.ts";
import { mayAsk } from "../cli/prompt.ts";
import { listImages } from "../engine/images/list.ts";
import type { Transport } from "../engine/transport.ts";
import type { Project } from "../features/containerize/project.ts";
import type { Answers } from "../features/containerize/suggest/answers.ts";
import { presentImages } from "../features/containerize/suggest/base_choice.ts";
import type { BaseFacts } from "../features/containerize/suggest/base_facts.ts";
import { inspectProject } from "../features/containerize/suggest/inspect.ts";
import { localVersions } from "../features/containerize/suggest/local_versions.ts";
import { probeBase } from "../features/containerize/suggest/probe_base.ts";
import { projectSource } from "../features/containerize/suggest/project_source.ts";
import {
  suggestTest,
  type TestSuggestion,
} from "../features/containerize/suggest/suggest_test_command.ts";
import { hasImage, type ImagePuller, referenceToPull } from "../features/run/image_at_hand.ts";
import {
  type Answered,
  askQuestions,
  type GivenAnswers,
  missingFlags,
  nobodyToAsk,
} from "./containerize_questions.ts";

/** Flags that answer three of the four questions; the first one is `--base`. */
export const answerFlags = {
  dependency: texts('Package that the program needs, or a command to install it; "" for none', {
    placeholder: "PACKAGE|COMMAND",
  }),
  install: texts('Command that installs the program; "" for none', { placeholder: "COMMAND" }),
  env: texts('Variable that the program finds in its environment; "" for none', {
    placeholder: "NAME=VALUE",
  }),
};

/** What the four questions are about, and what is known before they are asked. */
export interface AnswersWanted {
  project: Pick<Project, "directory" | "entries">;
  /** Where the project lies in the container. */
  code: string;
  given: GivenAnswers;
  /** The answers of the last time. */
  remembered: Partial<Answers> | undefined;
  /** Takes every suggestion (`--yes`). */
  yes: boolean;
  pull: ImagePuller;
}

/** The answers, and a test that goes with them. */
export interface AnsweredProject extends Answered {
  test: TestSuggestion | undefined;
}

/**
 * Looks through the project and at the engine's images, and asks the four questions on the
 * terminal, those that no flag answers.
 *
 * @throws UsageFailure when something is to be asked and nobody is there; as askQuestions
 */
export async function answerQuestions(
  context: DkContext,
  engine: Transport,
  { project, code, given, remembered, yes, pull }: AnswersWanted,
): Promise<AnsweredProject> {
  const { signal } = context;
  const isAsked = !yes && missingFlags(given).length > 0;
  if (isAsked && !mayAsk(context)) throw nobodyToAsk(given);
  const findings = await inspectProject(projectSource(project));
  const [images, local] = await Promise.all([
    listImages(engine, { signal }),
    localVersions(findings, project.directory),
  ]);
  const tell = (text: string) => context.stderr.write(`${text}\n`);
  const looked = new Map<string, BaseFacts>();
  const probe = async (image: string) => {
    const known = looked.get(image);
    if (known) return known;
    if (!await hasImage(engine, image, signal)) await pull(referenceToPull(image));
    const facts = await probeBase(engine, image, { notice: tell, signal });
    looked.set(image, facts);
    return facts;
  };
  using asker = isAsked ? new LinesAsker(context) : undefined;
  const answered = await askQuestions({
    findings,
    images: presentImages(images),
    local,
    now: context.now(),
    code,
    given,
    remembered,
    ask: asker && ((question) => asker.ask(question)),
    tell,
    probe,
  });
  return { ...answered, test: suggestTest(findings, code) };
}
