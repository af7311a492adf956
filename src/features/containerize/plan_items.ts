import { chmodItem } from "./chmod_item.ts";
import { copyItem } from "./copy_item.ts";
import { environmentChanges, envValue } from "./environment.ts";
import { handmadeFiles, handmadeItems, repeatableChanges } from "./handmade_item.ts";
import { wasInteractive } from "./interactive_commands.ts";
import type { HandmadeFile } from "../session/handmade.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import type { ProjectFiles } from "./project_use.ts";
import { removeItem } from "./remove_item.ts";
import { runItems } from "./run_item.ts";
import { secretVariables } from "./secrets.ts";
import { type Definition, passingVariables } from "./shell_setup.ts";
import { parseChain } from "./shell_words.ts";

/** How late an item belongs in the Dockerfile; `fixed` items are never overtaken. */
export type Rank = "system" | "language" | "source" | "fixed";

interface ItemOrigin {
  /** Index of the step in the ledger. */
  step: number;
  /** Comments to stand over it. */
  notes?: readonly string[];
  /** Further steps that it repeats. */
  also?: readonly number[];
}

/** A command to run again while the image is built. */
export interface RunItem extends ItemOrigin {
  kind: "run";
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
  /** True where it installs what the project itself is, not only what that depends on. */
  buildsProject?: boolean;
  /** True where it neither reads nor changes any other project file. */
  needsNoOther?: boolean;
  /** Neighbours with the same number share a layer, whatever else sets them apart. */
  layer?: number;
}

/** Project files that the user copied to a place of their own. */
export interface CopyItem extends ItemOrigin {
  kind: "copy";
  rank: "system" | "language" | "source";
  copies: { sources: string[]; target: string; mode?: number }[];
  /** Project files that are no longer where they came. */
  gone?: readonly string[];
}

/** Project files that the user took away. */
export interface RemoveItem extends ItemOrigin {
  kind: "remove";
  rank: "language";
  gone: readonly string[];
}

/** A file made by hand, which comes from a file beside the Dockerfile. */
export interface HandmadeItem extends ItemOrigin {
  kind: "handmade";
  rank: "source" | "fixed";
  file: HandmadeFile;
}

/** Permissions of files that a COPY brings. */
export interface ChmodItem extends ItemOrigin {
  kind: "chmod";
  rank: Rank;
  /** Permission bits by absolute path. */
  modes: ReadonlyMap<string, number>;
  /** The same as a command, for where COPY cannot say it. */
  run: RunItem;
}

/** A variable that the image sets. */
export interface EnvItem extends ItemOrigin {
  kind: "env";
  rank: "fixed";
  name: string;
  value: string;
}

/** A piece of a plan, from which instructions are made. */
export type Item = RunItem | CopyItem | RemoveItem | HandmadeItem | ChmodItem | EnvItem;

/**
 * What one step contributes: the files it changed as a COPY or RUN, the variables it exported as
 * ENV. A step without effect contributes nothing, whatever it is called.
 *
 * @param keeps per step, false when nobody needs what it changed
 */
export function stepItems(
  ledger: Ledger,
  index: number,
  project: ProjectFiles,
  keeps: readonly boolean[],
): Item[] {
  const step = ledger.steps[index];
  const items: Item[] = [];
  if (keeps[index]) {
    if (isRepeated(step)) {
      const own = copyItem(ledger, index, project) ?? removeItem(ledger, index, project) ??
        chmodItem(ledger, index, project);
      items.push(...own ? [own] : runItems(ledger, index, project));
    }
    items.push(...handmadeItems(ledger, index, keeps));
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

/** True when the command itself is to be run again, beside its handmade files being copied. */
function isRepeated(step: LedgerStep): boolean {
  if (step.verdict === "keep") return !onlySetsState(step.command) && !wasInteractive(step);
  return handmadeFiles(step).length === 0
    ? !wasInteractive(step)
    : repeatableChanges(step).length > 0;
}

/** True for what a Dockerfile says by WORKDIR, ENV or not at all. */
function onlySetsState(command: string): boolean {
  return (parseChain(command) ?? [undefined]).every((simple) =>
    simple !== undefined && (simple.words.length === 0 ||
      /^(cd|pushd|popd|export|unset|declare|typeset|set|shopt|umask|alias|unalias|true|:)$/
        .test(simple.words[0].raw))
  );
}
