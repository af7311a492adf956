import { Assembly } from "./assembly.ts";
import { commandWords } from "./command_words.ts";
import type { Instruction } from "./dockerfile.ts";
import { withoutDropped } from "./dropped_steps.ts";
import { endNeeds } from "./end_needs.ts";
import { foldModes, unfoldedModes } from "./fold_modes.ts";
import { contextPaths, type PlannedFile, withoutSuperseded } from "./handmade_item.ts";
import { inOrder, runGroups } from "./item_order.ts";
import type { Ledger } from "./ledger.ts";
import { type Item, stepItems } from "./plan_items.ts";
import { warningsFor } from "./plan_warnings.ts";
import { ProjectCopies } from "./project_copies.ts";
import { ProjectFiles } from "./project_use.ts";
import { secretVariables } from "./secrets.ts";
import { placedNotes } from "./step_notes.ts";
import { usefulSteps } from "./useful_steps.ts";

/** What a session comes to. */
export interface DockerfilePlan {
  instructions: Instruction[];
  /** Files to lie in the build context beside the project's own. */
  files: PlannedFile[];
  /** Per step of the ledger: whether the Dockerfile holds something of it. */
  kept: boolean[];
  /** What the user should know; one sentence each. */
  warnings: string[];
  /** Build secrets that the Dockerfile asks for: values by id. */
  secrets: ReadonlyMap<string, string>;
}

/** How the Dockerfile is to be written. */
export interface PlanOptions {
  /** False where the builder knows no `COPY --chmod`: then permissions are given by RUN. */
  chmod?: boolean;
}

/**
 * Turns a session into a Dockerfile. Decided by what the steps changed (files, variables,
 * directory), not by their names; without any I/O.
 *
 * @param test the command that will prove the image; it tells what of the project is needed and
 * becomes CMD
 */
export function planDockerfile(
  typed: Ledger,
  test: string,
  { chmod = true }: PlanOptions = {},
): DockerfilePlan {
  const { ledger, warnings } = withoutDropped(typed, test);
  const project = new ProjectFiles(ledger);
  const items = withNotes(typed, plannedItems(ledger, project, test, chmod));
  const handmade = contextPaths(items.filter((item) => item.kind === "handmade"));
  const copies = new ProjectCopies(ledger, project, projectModes(items), handmade.size > 0);
  const needs = endNeeds(ledger, project, items, test);
  const assembly = new Assembly(ledger, copies, needs, { handmade, chmod });
  for (const group of runGroups(inOrder(items))) assembly.add(group);
  assembly.finish();
  const instructions = [
    ...headFor(ledger, assembly),
    ...assembly.instructions,
    ...tailFor(typed, items, test),
  ];
  const kept = ledger.steps.map((step, index) =>
    items.some((item) => contributes(item, index)) || movesTo(step, assembly.directories)
  );
  return {
    instructions,
    files: [...handmade].map(([{ file }, path]) => ({
      path,
      content: file.content,
      mode: file.mode,
    })),
    kept,
    warnings: [...warningsFor(ledger, test), ...warnings],
    secrets: secretVariables(ledger),
  };
}

/** What the steps come to, in their order. */
function plannedItems(
  ledger: Ledger,
  project: ProjectFiles,
  test: string,
  chmod: boolean,
): Item[] {
  const keeps = usefulSteps(ledger, test);
  const items = ledger.steps.flatMap((_, index) => stepItems(ledger, index, project, keeps));
  const lasting = withoutSuperseded(items, ledger);
  return chmod ? foldModes(lasting, ledger, project) : unfoldedModes(lasting);
}

/** Items with the user's notes on the first that each step comes to. */
function withNotes({ steps }: Ledger, items: readonly Item[]): Item[] {
  const notes = placedNotes(steps, (index) => items.some(({ step }) => step === index));
  return items.map((item, at) => {
    const own = notes.get(item.step);
    const isFirst = items.findIndex(({ step }) => step === item.step) === at;
    return own && isFirst ? { ...item, notes: own } : item;
  });
}

function projectModes(items: readonly Item[]): Map<string, number> {
  return new Map(items.flatMap((item) => item.kind === "chmod" ? [...item.modes] : []));
}

function headFor({ base, shell }: Ledger, { secrets, usesBash }: Assembly): Instruction[] {
  const head: Instruction[] = [];
  if (secrets.size > 0) {
    const flags = [...secrets].map((id) => `--secret id=${id},env=${id}`).join(" ");
    head.push({ kind: "comment", text: `Build with the secrets in variables: ${flags}` });
  }
  head.push({ kind: "from", image: base });
  if (shell.name === "bash" && !shell.isSh && usesBash) {
    head.push({ kind: "shell", words: ["/bin/bash", "-c"] });
  }
  return head;
}

function tailFor(ledger: Ledger, items: readonly Item[], test: string): Instruction[] {
  const isPlaced = (index: number) => items.some(({ step }) => step === index);
  const comments = placedNotes(ledger.steps, isPlaced).get(undefined);
  const tail: Instruction[] = [{ kind: "cmd", words: commandWords(test) }];
  if (ledger.baseHasEntrypoint) tail.unshift({ kind: "entrypoint", words: [] });
  tail[0].comments = comments;
  return tail;
}

function contributes(item: Item, step: number): boolean {
  return item.step === step || item.also?.includes(step) || (item.kind === "run" &&
    [...item.setup, ...item.definitions].some((definition) => definition.step === step));
}

function movesTo(step: Ledger["steps"][number], directories: ReadonlySet<string>): boolean {
  return step.before.directory !== step.after.directory && directories.has(step.after.directory);
}
