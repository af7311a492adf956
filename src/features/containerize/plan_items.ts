import { basename, isWithin, resolve } from "../../lib/path.ts";
import { environmentChanges, envValue } from "./environment.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { stepKind } from "./packages.ts";
import type { ProjectFiles } from "./project_use.ts";
import { formatChain, parseChain, parseSimple, quoteWord } from "./shell_words.ts";
import { significantChanges } from "./significant_changes.ts";

/** How late an item belongs in the Dockerfile; `fixed` items are never overtaken. */
export type Rank = "system" | "language" | "source" | "fixed";

/** A command to run again while the image is built. */
export interface RunItem {
  kind: "run";
  /** Index of the step in the ledger. */
  step: number;
  /** Earlier steps whose definitions or umask it repeats. */
  repeats: number[];
  rank: Rank;
  commands: string[];
  /** Where it must run; undefined where that does not matter. */
  directory: string | undefined;
  umask: string;
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
  for (const change of environmentChanges(step.before, step.after)) {
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
  const needs = neededBy(step, { command, directory, kind }, project);
  const needsDirectory = kind === "other" || (kind === "language" && needs.length > 0);
  const definitions = definitionsFor(ledger, index);
  const masked = step.before.umask === ledger.start.umask ? -1 : umaskStep(ledger, index);
  const umask = masked < 0 ? [] : [`umask ${step.before.umask}`];
  return {
    kind: "run",
    step: index,
    repeats: masked < 0 ? definitions : [...definitions, masked],
    rank: kind === "other" ? "fixed" : kind,
    commands: [...umask, ...definitions.map((at) => ledger.steps[at].ran), command],
    directory: needsDirectory ? directory : undefined,
    umask: step.before.umask,
    needs,
  };
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

/** The step that set the umask which step `index` ran with. */
function umaskStep({ steps }: Ledger, index: number): number {
  return steps.findLastIndex(({ before, after }, at) => at < index && before.umask !== after.umask);
}

/** Earlier steps that set the variables and functions which this one uses, without exporting. */
function definitionsFor(ledger: Ledger, index: number): number[] {
  const used: number[] = [];
  let text = ledger.steps[index].ran;
  for (let at = index - 1; at >= 0; at--) {
    const { ran, exit } = ledger.steps[at];
    const names = definedNames(ran);
    const isUsed = names.some((name) => new RegExp(`(^|\\W)${name}($|\\W)`).test(text));
    if (exit !== 0 || !isUsed) continue;
    used.unshift(at);
    text += `\n${ran}`;
  }
  return used;
}

/** Names that a step gives a meaning to for later ones: `A=1 B=2`, `name() { ...; }`. */
function definedNames(command: string): string[] {
  const simple = parseSimple(command);
  if (simple && simple.words.length === 0) {
    return simple.assignments.map(({ raw }) => /^\w+/.exec(raw)![0]);
  }
  const name = /^\s*(?:function\s+([A-Za-z_]\w*)|([A-Za-z_]\w*)\s*\(\))/.exec(command);
  return name ? [name[1] ?? name[2]] : [];
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
    repeats: [],
    rank: "source",
    commands: [[...values.slice(0, mode + 1), ...paths].map(quoteWord).join(" ")],
    directory: undefined,
    umask: ledger.start.umask,
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
