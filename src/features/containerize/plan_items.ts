import { basename, isWithin, resolve } from "../../lib/path.ts";
import { environmentChanges, envValue } from "./environment.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { stepKind } from "./packages.ts";
import { type Definition, definitionsFor, passingVariables, setupFor } from "./shell_setup.ts";
import type { ProjectFiles } from "./project_use.ts";
import { secretVariables } from "./secrets.ts";
import { formatChain, parseChain, parseSimple, quoteWord } from "./shell_words.ts";
import { significantChanges } from "./significant_changes.ts";

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

function runItem(ledger: Ledger, index: number, project: ProjectFiles): RunItem {
  const step = ledger.steps[index];
  const { command, directory } = whereItRuns(step);
  const kind = stepKind(command);
  const needs = new Set(neededBy(step, { command, directory, kind }, project));
  const needsDirectory = kind === "other" || (kind === "language" && needs.size > 0);
  const definitions = definitionsFor(ledger, index);
  for (const { text } of definitions) {
    for (const file of project.named(text, { ...step.before, directory })) needs.add(file);
  }
  return {
    kind: "run",
    step: index,
    rank: kind === "other" ? "fixed" : kind,
    setup: kind === "system" ? withoutSecrets(setupFor(ledger, index)) : setupFor(ledger, index),
    definitions,
    commands: [command],
    directory: needsDirectory ? directory : undefined,
    needs: [...needs].sort(),
  };
}

/** A distribution's packages need no secret; their RUN stays one that every builder knows. */
function withoutSecrets(setup: readonly Definition[]): Definition[] {
  return setup.filter(({ secret }) => secret === undefined);
}

/** `cd /code && make` is `make` in `/code`. */
function whereItRuns({ ran, before }: LedgerStep): { command: string; directory: string } {
  const [first, ...rest] = parseChain(ran) ?? [];
  const [program, target] = first?.words.map(({ value }) => value) ?? [];
  const isCd = program === "cd" && first.words.length === 2 && first.assignments.length === 0;
  if (!isCd || rest.length === 0 || target === undefined || target.startsWith("-")) {
    return { command: ran, directory: before.directory };
  }
  return { command: formatChain(rest), directory: resolve(before.directory, target) };
}

function neededBy(
  step: LedgerStep,
  run: { command: string; directory: string; kind: "system" | "language" | "other" },
  project: ProjectFiles,
): string[] {
  if (run.kind === "system") return [];
  const state = { ...step.before, directory: run.directory };
  const needs = new Set(project.named(run.command, state));
  for (const { path, kind: how } of step.changes) {
    if (how !== "added") { for (const file of project.at(path)) needs.add(file); }
  }
  // A build tool that is told nothing (`make`) looks around where it is called.
  const looksAround = run.kind === "other" && needs.size === 0 &&
    project.isInProject(run.directory);
  return looksAround ? project.all : [...needs].sort();
}

/** `chmod` of project files: said with full paths, so that the directory does not matter. */
function chmodItem(ledger: Ledger, index: number, project: ProjectFiles): RunItem | undefined {
  const step = ledger.steps[index];
  const words = parseSimple(step.command)?.words ?? [];
  if (words[0]?.value !== "chmod" || words.some(({ value }) => value === undefined)) return;
  const values = words.map(({ value }) => value!);
  const mode = values.findIndex((value, at) => at > 0 && !/^-(R|-\w+)$/.test(value));
  const paths = values.slice(mode + 1).map((path) => resolve(step.before.directory, path));
  const onlyProject = paths.length > 0 && paths.every((path) => project.at(path).length > 0);
  const onlyModes = significantChanges(step.changes).every(({ attributesOnly }) => attributesOnly);
  if (mode < 0 || !onlyProject || !onlyModes) return;
  return {
    kind: "run",
    step: index,
    rank: "source",
    setup: [],
    definitions: [],
    commands: [[...values.slice(0, mode + 1), ...paths].map(quoteWord).join(" ")],
    directory: undefined,
    needs: paths.flatMap((path) => project.at(path)),
  };
}

const copyFlags = /^(-[aprRfvdL]+|--(recursive|archive|force|verbose)|--preserve(=.*)?)$/;

/** `cp /code/x DST` of files as they came from the project becomes COPY. */
function copyItem(ledger: Ledger, index: number, project: ProjectFiles): CopyItem | undefined {
  const step = ledger.steps[index];
  const words = parseSimple(step.command)?.words ?? [];
  if (words[0]?.value !== "cp" || words.some(({ value }) => value === undefined)) return;
  const operands = words.slice(1).map(({ value }) => value!).filter((word) =>
    !copyFlags.test(word)
  );
  if (operands.length < 2 || operands.some((word) => word.startsWith("-"))) return;
  const target = resolve(step.before.directory, operands.at(-1)!);
  const sources = operands.slice(0, -1).map((path) => resolve(step.before.directory, path));
  const changed = ledger.steps.slice(0, index).flatMap(({ changes }) => changes);
  const asCame = (path: string) =>
    project.at(path).length > 0 &&
    !changed.some((change) => isWithin(path, change.path) && change.type !== "directory");
  const explained = significantChanges(step.changes).every(({ path, kind }) =>
    kind !== "removed" && isWithin(target, path)
  );
  if (!sources.every(asCame) || !explained) return;
  return {
    kind: "copy",
    step: index,
    rank: "source",
    copies: copiesTo(target, sources, step, ledger),
  };
}

/** One COPY for all plain files; a folder needs its own because COPY takes its content only. */
function copiesTo(
  target: string,
  sources: readonly string[],
  step: LedgerStep,
  { codeDirectory, project }: Ledger,
): CopyItem["copies"] {
  const intoFolder = !step.changes.some(({ path, type }) => path === target && type === "file");
  const files: string[] = [];
  const copies: CopyItem["copies"] = [];
  for (const source of sources) {
    const name = source.slice(codeDirectory.length + 1) || ".";
    if (project.includes(name)) {
      files.push(name);
      continue;
    }
    const below = `${target === "/" ? "" : target}/${basename(source)}`;
    const keepsName = step.changes.some(({ path }) => isWithin(below, path));
    copies.push({ sources: [name], target: `${keepsName ? below : target}/` });
  }
  const fileTarget = intoFolder ? `${target === "/" ? "" : target}/` : target;
  if (files.length > 0) copies.unshift({ sources: files, target: fileTarget });
  return copies;
}
