import type { LinesQuestion } from "../cli/ask_lines.ts";
import { type Answers, checkVariable } from "../features/containerize/suggest/answers.ts";
import type { BaseWorld } from "../features/containerize/suggest/base_choice.ts";
import type { BaseFacts } from "../features/containerize/suggest/base_facts.ts";
import { commandsFor } from "../features/containerize/suggest/commands_for.ts";
import { dependencyCommands } from "../features/containerize/suggest/dependency_words.ts";
import type { ProjectFindings } from "../features/containerize/suggest/findings.ts";
import type { InstallSuggestions } from "../features/containerize/suggest/suggestions.ts";
import { UsageFailure } from "../lib/failure.ts";
import { askBase } from "./containerize_base_question.ts";

/** Variables without a value that are named one by one. */
const mostUnset = 4;

/** Answers that were given by flags; an empty list was not given, an empty word means "none". */
export interface GivenAnswers {
  base: string | undefined;
  dependency: readonly string[];
  install: readonly string[];
  env: readonly string[];
}

/** What the questions are asked with. */
export interface QuestionWorld extends BaseWorld {
  findings: ProjectFindings;
  /** Where the project lies in the container. */
  code: string;
  given: GivenAnswers;
  /** The answers of the last time, which then are the suggestions. */
  remembered: Partial<Answers> | undefined;
  /**
   * Asks a person; left out, the suggestions are the answers (`--yes`). The lines of the answer.
   */
  ask: ((question: LinesQuestion) => Promise<readonly string[]>) | undefined;
  /** Tells a person what they should know. */
  tell(text: string): void;
  /** Looks into a base image, pulled where the engine lacks it. */
  probe(image: string): Promise<BaseFacts>;
}

/** The four answers, and what was seen on the way to them. */
export interface Answered {
  answers: Answers;
  facts: BaseFacts;
  /** Dependencies that only tests need, as far as they were left as suggested. */
  testOnly: readonly string[];
}

/** The four questions' flags that were not given, as they are typed. */
export function missingFlags(given: GivenAnswers): string[] {
  return [
    ...given.base === undefined ? ["--base IMAGE"] : [],
    ...given.dependency.length === 0 ? ["--dependency PACKAGE|COMMAND"] : [],
    ...given.install.length === 0 ? ["--install COMMAND"] : [],
    ...given.env.length === 0 ? ["--env NAME=VALUE"] : [],
  ];
}

/** The failure where a question is open and nobody can be asked. */
export function nobodyToAsk(given: GivenAnswers): UsageFailure {
  return new UsageFailure("There are questions to answer, and nobody can be asked", {
    why: "stdin or stderr is not a terminal",
    next: `Add --yes to take what dk suggests, or answer with ${missingFlags(given).join(", ")}`,
  });
}

/**
 * Asks the four questions: base image, dependencies, install process, environment variables. What
 * was given by flags is not asked.
 *
 * @throws UsageFailure for a malformed image or variable that was given; what asking throws
 */
export async function askQuestions(world: QuestionWorld): Promise<Answered> {
  const { findings, given, remembered, code } = world;
  for (const variable of given.env) if (variable !== "") checkVariable(variable, "--env");
  const { base, facts } = await askBase(world);
  const suggested = commandsFor(findings, facts, code);
  if (!world.ask) { for (const text of [...suggested.notes, ...suggested.unset]) world.tell(text); }
  // What was answered for another base image need not work on this one.
  const kept = remembered?.base === base ? remembered : undefined;
  const typed = await askList(world, {
    title: "2/4  Dependencies",
    notes: reasonsOf(suggested.dependencies, suggested.notes),
    given: given.dependency,
    lines: kept?.dependencies ?? suggested.dependencies.map(({ command }) => command),
  });
  const install = await askList(world, {
    title: "3/4  Install process",
    notes: reasonsOf(suggested.install, []),
    given: given.install,
    lines: kept?.install ?? suggested.install.map(({ command }) => command),
  });
  const environment = await askEnvironment(world, suggested, kept?.environment);
  const dependencies = dependencyCommands(typed, findings, facts, code);
  const testOnly = suggested.dependencies.filter(({ testOnly }) => testOnly)
    .map(({ command }) => command).filter((command) => dependencies.includes(command));
  return { answers: { base, dependencies, install, environment }, facts, testOnly };
}

interface ListQuestion {
  title: string;
  notes: string[];
  given: readonly string[];
  lines: readonly string[];
}

async function askList(
  { ask }: QuestionWorld,
  { title, notes, given, lines }: ListQuestion,
): Promise<readonly string[]> {
  if (given.length > 0) return given.filter((line) => line.trim() !== "");
  if (!ask) return lines;
  return await ask({ title, notes: [...notes, howToEdit(lines)], lines, isList: true });
}

function howToEdit(lines: readonly string[]): string {
  return lines.length > 0 ? "Enter takes these; type to add, up to change" : "Enter for none";
}

async function askEnvironment(
  world: QuestionWorld,
  { environment, unset }: InstallSuggestions,
  remembered: readonly string[] | undefined,
): Promise<readonly string[]> {
  const question: ListQuestion = {
    title: "4/4  Environment variables",
    notes: [
      ...environment.map(({ name, reason }) => `${name}: ${reason}`),
      ...unset.slice(0, mostUnset),
      ...unset.length > mostUnset ? [`${unset.length - mostUnset} more are read and not set`] : [],
    ],
    given: world.given.env,
    lines: remembered ?? environment.map(({ name, value }) => `${name}=${value}`),
  };
  for (;;) {
    const answer = await askList(world, question);
    const wrong = answer.map(faultOf).find((fault) => fault !== undefined);
    if (wrong === undefined || !world.ask) return answer;
    question.notes = [wrong];
    question.lines = answer;
  }
}

function faultOf(variable: string): string | undefined {
  try {
    checkVariable(variable, "the image");
  } catch (error) {
    if (!(error instanceof UsageFailure)) throw error;
    return [error.message, error.next].filter(Boolean).join(": ");
  }
}

/** One line for each reason; commands of the same reason share it. */
function reasonsOf(
  commands: readonly { reason: string; testOnly?: boolean }[],
  notes: readonly string[],
): string[] {
  const reasons = commands.map(({ reason, testOnly }) =>
    testOnly ? `${reason} (for tests only)` : reason
  );
  return [...new Set([...reasons, ...notes])];
}
