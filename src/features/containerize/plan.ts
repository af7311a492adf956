import type { Instruction } from "./dockerfile.ts";
import { isWithin, join } from "../../lib/path.ts";
import { detours } from "./detours.ts";
import { environmentChanges } from "./environment.ts";
import type { Ledger } from "./ledger.ts";
import { type EnvItem, type Item, type RunItem, stepItems } from "./plan_items.ts";
import { groupCopies, ProjectFiles } from "./project_use.ts";
import { runCommands } from "./run_commands.ts";
import { needsBash } from "./bashisms.ts";
import { secretVariables } from "./secrets.ts";
import { passingVariables } from "./shell_setup.ts";
import { isListUpdate, systemInstaller } from "./packages.ts";
import { parseChain, parseSimple } from "./shell_words.ts";
import { isTemporary, significantChanges } from "./significant_changes.ts";

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

/**
 * Which steps to repeat: those that leave something behind. Temporary files count only when a
 * step that is kept, or the test, names them; their removal when their making is kept.
 */
function usefulSteps({ steps }: Ledger, test: string): boolean[] {
  const kept = steps.map(() => false);
  const idle = detours(steps);
  const laterTexts = [test];
  const laterFolders: string[] = [];
  for (let index = steps.length - 1; index >= 0; index--) {
    const { exit, command, before, changes } = steps[index];
    const files = significantChanges(changes);
    if (exit !== 0 || files.length === 0 || idle.has(index)) continue;
    kept[index] = files.some((file) =>
      !isTemporary(file) ||
      laterFolders.some((folder) => isWithin(file.path, folder)) ||
      laterTexts.some((text) => text.includes(file.path.slice(file.path.lastIndexOf("/") + 1)))
    );
    if (!kept[index]) continue;
    laterTexts.push(command);
    laterFolders.push(before.directory);
  }
  keepListUpdates(steps, kept);
  const made = new Set<string>();
  steps.forEach(({ exit, changes }, index) => {
    const removesMade = changes.some(({ kind, path }) => kind === "removed" && made.has(path));
    if (exit === 0 && removesMade) kept[index] = true;
    if (kept[index]) { for (const { path } of changes.filter(isTemporary)) made.add(path); }
  });
  return kept;
}

/** Package lists are waste by themselves, and yet what a later install stands on. */
function keepListUpdates(steps: Ledger["steps"], kept: boolean[]): void {
  steps.forEach(({ ran }, index) => {
    const installsLater = kept.some((isKept, later) =>
      isKept && later > index && (parseChain(steps[later].ran) ?? []).some(systemInstaller)
    );
    if (
      installsLater && (parseChain(ran) ?? [{ assignments: [], words: [] }]).every(isListUpdate)
    ) {
      kept[index] = true;
    }
  });
}

/**
 * Project files the finished image needs: what the test names, and what was read in the session
 * without being named there (imports, settings). Named ones that the test does not name were
 * data to try it on.
 */
function endNeeds(
  ledger: Ledger,
  project: ProjectFiles,
  items: readonly Item[],
  test: string,
): string[] {
  const last = ledger.steps.at(-1)?.after ?? ledger.start;
  const tested = project.named(test, last);
  const named = new Set(
    ledger.steps.flatMap(({ command, before }) => project.namedSingly(command, before)),
  );
  for (const file of copiedElsewhere(items, ledger, project)) named.add(file);
  const implicit = ledger.read.filter((file) => !named.has(file));
  const neverRun = tested.filter((file) => !ledger.read.includes(file));
  // A program that was never read here has not shown what else it reads.
  if (neverRun.length > 0) return project.all;
  const usedOtherwise = items.some((item) =>
    item.kind === "copy" || (item.kind === "run" && item.needs.length > 0)
  );
  if (tested.length === 0) return usedOtherwise ? implicit : [...ledger.read].sort();
  return [...new Set([...tested, ...implicit])].sort();
}

/** Files that a `cp` of the session read, folders opened up. */
function copiedElsewhere(items: readonly Item[], ledger: Ledger, project: ProjectFiles): string[] {
  return items.flatMap((item) => item.kind === "copy" ? item.copies : [])
    .flatMap(({ sources }) => sources)
    .flatMap((source) => project.at(join(ledger.codeDirectory, source)));
}

/** Slow and seldom changing work first, within the bounds that fixed items set. */
function inOrder(items: readonly Item[]): Item[] {
  const ranks = ["system", "language", "source"];
  const ordered: Item[] = [];
  let movable: Item[] = [];
  const flush = () => {
    movable.sort((a, b) => ranks.indexOf(a.rank) - ranks.indexOf(b.rank));
    ordered.push(...movable);
    movable = [];
  };
  for (const item of items) {
    if (item.rank !== "fixed") movable.push(item);
    else {
      flush();
      ordered.push(item);
    }
  }
  flush();
  return ordered;
}

/** Neighbouring RUNs of one kind, directory and umask become one layer. */
function runGroups(items: readonly Item[]): Item[] {
  const groups: Item[] = [];
  /** Steps that the shell of the last group has carried out, as a whole or for a definition. */
  let done = new Set<number | string>();
  for (const item of items) {
    const last = groups.at(-1);
    if (item.kind !== "run") {
      groups.push(item);
      continue;
    }
    const joins = last?.kind === "run" && canJoin(last, item);
    if (!joins) done = new Set();
    const missing = item.definitions.filter(({ step, text }) =>
      !done.has(step) && !done.has(`${step} ${text}`)
    );
    const commands = [...missing.map(({ text }) => text), ...item.commands];
    for (const { step, text } of missing) done.add(`${step} ${text}`);
    done.add(item.step);
    if (joins) {
      last.commands.push(...commands);
      last.needs = [...new Set([...last.needs, ...item.needs])].sort();
    } else {
      groups.push({ ...item, commands: [...item.setup.map(({ text }) => text), ...commands] });
    }
  }
  return groups;
}

function canJoin(a: RunItem, b: RunItem): boolean {
  const setup = ({ setup }: RunItem) => setup.map(({ text }) => text).join("\n");
  return a.rank === b.rank && a.directory === b.directory && setup(a) === setup(b);
}

function contributes(item: Item, step: number): boolean {
  return item.step === step || (item.kind === "run" &&
    [...item.setup, ...item.definitions].some((definition) => definition.step === step));
}

function movesTo(step: Ledger["steps"][number], directories: ReadonlySet<string>): boolean {
  return step.before.directory !== step.after.directory && directories.has(step.after.directory);
}

/** Puts instructions together: WORKDIR and COPY just before the first that needs them. */
class Assembly {
  readonly #instructions: Instruction[] = [];
  readonly #copied = new Set<string>();
  readonly directories = new Set<string>();
  #directory: string;
  #usesBash = false;
  readonly #secrets = new Set<string>();

  constructor(
    readonly ledger: Ledger,
    readonly project: ProjectFiles,
    readonly endNeeds: readonly string[],
  ) {
    this.#directory = ledger.start.directory;
  }

  add(item: Item) {
    const owner = this.ledger.user;
    if (item.kind === "env") {
      this.#dropUnseen(item);
      this.#instructions.push({ kind: "env", name: item.name, value: item.value });
    } else if (item.kind === "copy") {
      for (const copy of item.copies) this.#instructions.push({ kind: "copy", ...copy, owner });
    } else {
      // Later COPYs would undo what a step does to the project's files: all of them come first.
      const changesSource = item.rank === "source" || item.rank === "fixed";
      if (item.needs.length > 0) {
        this.#copy(changesSource ? [...item.needs, ...this.endNeeds] : item.needs);
      }
      this.#enter(item.directory);
      const secrets = item.setup.flatMap(({ secret }) => secret ?? []);
      for (const secret of secrets) this.#secrets.add(secret);
      this.#usesBash ||= item.commands.some(needsBash);
      this.#instructions.push({ kind: "run", commands: runCommands(item.commands), secrets });
    }
  }

  /** A value that no RUN has seen before the next one takes its place. */
  #dropUnseen({ name, value }: EnvItem) {
    const before = this.#instructions.findLastIndex(({ kind }) => kind !== "env") + 1;
    const at = this.#instructions.findIndex((each, index) =>
      index >= before && each.kind === "env" && each.name === name
    );
    const isUsed = at >= 0 &&
      this.#instructions.slice(at + 1).map((each) => each.kind === "env" ? each.value : "").concat(
        value,
      ).some((text) => text.includes(`$${name}`));
    if (at >= 0 && !isUsed) this.#instructions.splice(at, 1);
  }

  finish(test: string): Instruction[] {
    this.#copy(this.endNeeds);
    this.#enter(this.ledger.steps.at(-1)?.after.directory);
    const body = this.#instructions;
    const head: Instruction[] = [];
    if (this.#secrets.size > 0) {
      const flags = [...this.#secrets].map((id) => `--secret id=${id},env=${id}`).join(" ");
      head.push({ kind: "comment", text: `Build with the secrets in variables: ${flags}` });
    }
    head.push({ kind: "from", image: this.ledger.base });
    const { name, isSh } = this.ledger.shell;
    if (name === "bash" && !isSh && this.#usesBash) {
      head.push({ kind: "shell", words: ["/bin/bash", "-c"] });
    }
    const tail: Instruction[] = [{ kind: "cmd", words: commandWords(test) }];
    if (this.ledger.baseHasEntrypoint) tail.unshift({ kind: "entrypoint", words: [] });
    return [...head, ...body, ...tail];
  }

  #enter(directory: string | undefined) {
    if (directory === undefined || directory === this.#directory) return;
    this.#instructions.push({ kind: "workdir", directory });
    this.directories.add(directory);
    this.#directory = directory;
  }

  #copy(files: readonly string[]) {
    const missing = [...new Set(files)].filter((file) => !this.#copied.has(file));
    const { codeDirectory, project, user: owner } = this.ledger;
    for (const { sources, target } of groupCopies(missing, project, this.#copied)) {
      this.#instructions.push({
        kind: "copy",
        sources,
        target: `${codeDirectory}/${target}`,
        owner,
      });
    }
    for (const file of missing) this.#copied.add(file);
  }
}

/** A command line as a list of words where it is that simple, else for `/bin/sh -c`. */
export function commandWords(command: string): string[] {
  const simple = parseSimple(command);
  const words = simple?.assignments.length === 0 ? simple.words.map(({ value }) => value) : [];
  const isPlain = words.length > 0 && words.every((word) => word !== undefined);
  return isPlain ? words as string[] : ["/bin/sh", "-c", command];
}

function warningsFor(ledger: Ledger): string[] {
  const warnings: string[] = [];
  if (!/@|:[^/]*$/.test(ledger.base) || /:latest$/.test(ledger.base)) {
    warnings.push(
      `Base image ${ledger.base} is a moving target; pin a tag, such as ${
        ledger.base.replace(/:latest$/, "")
      }:VERSION`,
    );
  }
  const secrets = secretVariables(ledger);
  for (const name of secrets.keys()) {
    warnings.push(
      `${name} is taken for a secret: the build gets it as one, the image and its Dockerfile do not`,
    );
  }
  const passing = new Set(passingVariables(ledger));
  for (const { before, after } of ledger.steps) {
    for (const change of environmentChanges(before, after)) {
      if (passing.has(change.name) || secrets.has(change.name)) continue;
      if (change.after === undefined) {
        warnings.push(`A Dockerfile cannot unset ${change.name}; it is set to nothing instead`);
      } else if (change.after.includes("\n")) {
        warnings.push(`ENV cannot hold the several lines of ${change.name}; it is left out`);
      }
    }
  }
  return warnings;
}
