import { chmodItem } from "./chmod_item.ts";
import { copyItem } from "./copy_item.ts";
import { environmentChanges, envValue } from "./environment.ts";
import type { Ledger } from "./ledger.ts";
import type { ProjectFiles } from "./project_use.ts";
import { runItem } from "./run_item.ts";
import { secretVariables } from "./secrets.ts";
import { type Definition, passingVariables } from "./shell_setup.ts";

/** How late an item belongs in the Dockerfile; `fixed` items are never overtaken. */
export type Rank = "system" | "language" | "source" | "fixed";

/** A command to run again while the image is built. */
export interface RunItem {
  kind: "run";
  /** Index of the step in the ledger. */
  step: number;
  rank: Rank;
  /** What the shell must be told first; RUNs that differ in it stay apart. */
  setup: readonly Definition[];
  /** What earlier steps have defined and it uses. */
  definitions: readonly Definition[];
  commands: string[];
  /** Where it must run; undefined where that does not matter. */
  directory: string | undefined;
  /** Project files it uses, relative paths. */
  needs: string[];
}

/** Project files that the user copied to a place of their own. */
export interface CopyItem {
  kind: "copy";
  step: number;
  rank: "source";
  copies: { sources: string[]; target: string }[];
}

export interface EnvItem {
  kind: "env";
  step: number;
  rank: "fixed";
  name: string;
  value: string;
}

export type Item = RunItem | CopyItem | EnvItem;

/**
 * What one step contributes: the files it changed as a COPY or RUN, the variables it exported as
 * ENV. A step without effect contributes nothing, whatever it is called.
 *
 * @param isKept false when its files are temporary and nobody uses them afterwards
 */
export function stepItems(
  ledger: Ledger,
  index: number,
  project: ProjectFiles,
  isKept: boolean,
): Item[] {
  const step = ledger.steps[index];
  const items: Item[] = [];
  if (isKept) {
    items.push(
      copyItem(ledger, index, project) ?? chmodItem(ledger, index, project) ??
        runItem(ledger, index, project),
    );
  }
  const secrets = secretVariables(ledger);
  const passing = new Set(passingVariables(ledger));
  for (const change of environmentChanges(step.before, step.after)) {
    if (passing.has(change.name) || secrets.has(change.name)) continue;
    if (change.after?.includes("\n")) continue; // ENV has no way to say it; the plan warns.
    const { name } = change;
    items.push({ kind: "env", step: index, rank: "fixed", name, value: envValue(change) });
  }
  return items;
}
