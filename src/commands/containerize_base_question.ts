import {
  type BaseSuggestion,
  type PresentImage,
  suggestBase,
} from "../features/containerize/suggest/base_choice.ts";
import type { BaseFacts } from "../features/containerize/suggest/base_facts.ts";
import {
  type BaseNote,
  notesOnFacts,
  notesOnName,
  supportedUntil,
} from "../features/containerize/suggest/base_notes.ts";
import { parseImageName } from "../image/reference.ts";
import { Failure, UsageFailure } from "../lib/failure.ts";
import { humanAge } from "../view/age.ts";
import { humanSize } from "../view/size.ts";
import type { QuestionWorld } from "./containerize_questions.ts";

/** A base image, and what was found in it. */
export interface ChosenBase {
  base: string;
  facts: BaseFacts;
}

/** Why a base image is asked for again: what to say, and what to suggest now. */
interface Objection {
  notes: string[];
  lines: string[];
}

/**
 * The first question. What speaks against an image is said once; named again, it is taken.
 *
 * @throws UsageFailure for a malformed name that was given by a flag; Failure for an image that
 * cannot be had where nobody can name another
 */
export async function askBase(world: QuestionWorld): Promise<ChosenBase> {
  const { given, remembered, ask } = world;
  const suggestion = suggestBase(world.findings, world);
  if (given.base !== undefined || !ask) {
    const base = given.base ?? remembered?.base ?? suggestion.image;
    return await takeBase(world, base, suggestion);
  }
  const told = new Set<string>();
  let question: Objection = {
    notes: describe(suggestion, remembered?.base, world),
    lines: [remembered?.base ?? suggestion.image],
  };
  for (;;) {
    const way = { isList: false, isReplaceable: true };
    const [base] = await ask({ title: "1/4  Base image", ...question, ...way });
    const found = await examine(world, base, { told, suggestion });
    if ("facts" in found) return found;
    question = found;
  }
}

/** Takes what was given, or what is suggested, and tells what speaks against it. */
async function takeBase(
  world: QuestionWorld,
  base: string,
  suggestion: BaseSuggestion,
): Promise<ChosenBase> {
  parseImageName(base);
  for (const { text } of notesOnName(base, world.now)) world.tell(text);
  try {
    const facts = await world.probe(base);
    for (const { text } of notesOnFacts(base, facts, world)) world.tell(text);
    return { base, facts };
  } catch (error) {
    const here = alternativesTo(base, suggestion)[0];
    if (!(error instanceof Failure) || !here || world.given.base !== undefined) throw error;
    const { message, why, cause } = error;
    const next = `Add --base ${here.image}, which the engine has`;
    throw new Failure(message, { why, next, cause });
  }
}

/** Looks at an image's name, then into the image. @throws what is no Failure, such as an abort */
async function examine(
  world: QuestionWorld,
  base: string,
  { told, suggestion }: { told: Set<string>; suggestion: BaseSuggestion },
): Promise<ChosenBase | Objection> {
  const unheard = (notes: readonly BaseNote[]) => {
    const fresh = notes.filter(({ text }) => !told.has(`${base} ${text}`));
    for (const { text } of fresh) told.add(`${base} ${text}`);
    return fresh;
  };
  try {
    parseImageName(base);
    const onName = unheard(notesOnName(base, world.now));
    if (onName.length > 0) return against(onName, base);
    const facts = await world.probe(base);
    const onFacts = unheard(notesOnFacts(base, facts, world));
    return onFacts.length > 0 ? against(onFacts, base) : { base, facts };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const notes = [error.why ? `${error.message}: ${error.why}` : error.message];
    if (error instanceof UsageFailure) return { notes, lines: [suggestion.image] };
    const here = alternativesTo(base, suggestion)[0];
    const way = here ? [`Enter takes ${here.image}, which the engine has`] : [];
    return { notes: [...notes, ...way], lines: [here?.image ?? base] };
  }
}

function alternativesTo(base: string, { present, others }: BaseSuggestion): PresentImage[] {
  return [...present ? [present] : [], ...others].filter(({ image }) => image !== base);
}

/** Enter takes the better image, or keeps this one where no better one is known. */
function against(notes: readonly BaseNote[], base: string): Objection {
  const instead = notes.find(({ instead }) => instead !== undefined)?.instead;
  const way = instead
    ? `Enter takes ${instead} instead; type ${base} again to keep it`
    : `Enter keeps ${base}`;
  return { notes: [...notes.map(({ text }) => text), way], lines: [instead ?? base] };
}

/** Why an image is suggested, whether it is there, its size, age and end; and what else is there. */
function describe(
  { image, reason, others }: BaseSuggestion,
  remembered: string | undefined,
  { now, images }: QuestionWorld,
): string[] {
  const shown = remembered ?? image;
  const here = images.find(({ image }) => image === shown);
  const end = supportedUntil(shown);
  const facts = [
    remembered === undefined ? reason : "as last time",
    here ? `on this engine: ${sizeAndAge(here, now)}` : "to be pulled",
    ...end === undefined ? [] : [`security updates until ${end}`],
  ];
  const rest = others.filter(({ image }) => image !== shown)
    .map((other) => `${other.image} (${sizeAndAge(other, now)})`);
  return [facts.join("; "), ...rest.length > 0 ? [`Also here: ${rest.join(", ")}`] : []];
}

function sizeAndAge({ size, created }: PresentImage, now: number): string {
  return `${humanSize(size)}, ${humanAge(created, now)}`;
}
