import { Assembly } from "./assembly.ts";
import type { Instruction } from "./dockerfile.ts";
import { endNeeds } from "./end_needs.ts";
import { inOrder, runGroups } from "./item_order.ts";
import type { Ledger } from "./ledger.ts";
import { type Item, stepItems } from "./plan_items.ts";
import { warningsFor } from "./plan_warnings.ts";
import { ProjectFiles } from "./project_use.ts";
import { secretVariables } from "./secrets.ts";
import { usefulSteps } from "./useful_steps.ts";

/** What a session comes to. */
export interface DockerfilePlan {
  instructions: Instruction[];
  /** Per step of the ledger: whether the Dockerfile holds something of it. */
  kept: boolean[];
  /** What the user should know; one sentence each. */
  warnings: string[];
  /** Build secrets that the Dockerfile asks for: values by id. */
  secrets: ReadonlyMap<string, string>;
}

/**
 * Turns a session into a Dockerfile. Decided by what the steps changed (files, variables,
 * directory), not by their names; without any I/O.
 *
 * @param test the command that will prove the image; it tells what of the project is needed and
 * becomes CMD
 */
export function planDockerfile(ledger: Ledger, test: string): DockerfilePlan {
  const project = new ProjectFiles(ledger);
  const keeps = usefulSteps(ledger, test);
  const items = ledger.steps.flatMap((_, index) => stepItems(ledger, index, project, keeps[index]));
  const assembly = new Assembly(ledger, project, endNeeds(ledger, project, items, test));
  for (const group of runGroups(inOrder(items))) assembly.add(group);
  const instructions = assembly.finish(test);
  const kept = ledger.steps.map((step, index) =>
    items.some((item) => contributes(item, index)) || movesTo(step, assembly.directories)
  );
  return { instructions, kept, warnings: warningsFor(ledger), secrets: secretVariables(ledger) };
}

function contributes(item: Item, step: number): boolean {
  return item.step === step || (item.kind === "run" &&
    [...item.setup, ...item.definitions].some((definition) => definition.step === step));
}

function movesTo(step: Ledger["steps"][number], directories: ReadonlySet<string>): boolean {
  return step.before.directory !== step.after.directory && directories.has(step.after.directory);
}
