import { handmadeFiles } from "./handmade_item.ts";
import { aroundHiddenInstall } from "./hidden_installs.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { manifestNeeds } from "./manifest_needs.ts";
import { partsByKind, stepKind } from "./packages.ts";
import { installsOrReadsNamed, readsOnlyWhatItNames } from "./named_inputs.ts";
import type { RunItem } from "./plan_items.ts";
import type { ProjectFiles } from "./project_use.ts";
import { type Definition, definitionsFor, setupFor } from "./shell_setup.ts";
import { formatChain, parseChain } from "./shell_words.ts";
import { entered, whereItRuns } from "./where_it_runs.ts";
import { worksHere } from "./works_here.ts";

/**
 * A step as commands to run again, with what the shell must know for them: one, or one for each
 * kind of package manager that it calls.
 */
export function runItems(ledger: Ledger, index: number, project: ProjectFiles): RunItem[] {
  const step = ledger.steps[index];
  const { command, directory } = whereItRuns(step, step.ran);
  const parts = step.exit === 0 ? partsByKind(command) : [command];
  return parts.map((part) => runItem(ledger, index, project, entered(part, directory)));
}

function runItem(
  ledger: Ledger,
  index: number,
  project: ProjectFiles,
  { command, directory }: { command: string; directory: string },
): RunItem {
  const step = ledger.steps[index];
  const replaced = new Set(
    ledger.steps.slice(0, index).flatMap(handmadeFiles)
      .flatMap(({ path }) => project.single(path)),
  );
  const kind = stepKind(command);
  const run = { command, directory };
  const needs = new Set(neededBy(step, { ...run, kind }, project));
  let buildsProject = false;
  const isPlain = kind === "other" && installsOrReadsNamed(command) &&
    !step.changes.some(({ path }) => project.single(path).length > 0);
  if (kind === "language" || isPlain) {
    const singly = new Set(project.namedSingly(command, { ...step.before, directory }));
    const folders = [...needs].some((file) => !singly.has(file));
    const manifests = manifestNeeds(ledger, step, run, [...needs], project);
    for (const file of manifests.files) needs.add(file);
    buildsProject = folders || manifests.buildsProject;
  }
  const needsDirectory = kind === "other" || needs.size > 0 ||
    (kind === "language" && worksHere(step, run));
  const definitions = definitionsFor(ledger, index);
  for (const { text } of definitions) {
    for (const file of project.named(text, { ...step.before, directory })) needs.add(file);
  }
  const around = aroundHiddenInstall(ledger, index);
  const setup = [...setupFor(ledger, index), ...around.setup];
  return {
    kind: "run",
    step: index,
    rank: kind === "other" || rewritesProject(step, project) ? "fixed" : kind,
    setup: kind === "system" ? withoutSecrets(setup) : setup,
    definitions,
    commands: [step.exit === 0 ? command : despiteFailure(command), ...around.cleaning],
    directory: needsDirectory ? directory : undefined,
    needs: [...needs].filter((file) => !replaced.has(file)).sort(),
    ...buildsProject && { buildsProject },
    ...isPlain && { needsNoOther: true },
  };
}

/** The command with its failure ignored, as the session went on in spite of it. */
function despiteFailure(command: string): string {
  const chain = parseChain(command);
  return chain ? `${formatChain(chain)} || true` : `{ ${command}\n} || true`;
}

/** True for `npm install x`, which adds to package.json: a later COPY must not undo it. */
function rewritesProject({ changes }: LedgerStep, project: ProjectFiles): boolean {
  return changes.some(({ path, kind, type, attributesOnly }) =>
    kind !== "added" && type === "file" && !attributesOnly && project.at(path).length > 0
  );
}

/** A distribution's packages need no secret; their RUN stays one that every builder knows. */
function withoutSecrets(setup: readonly Definition[]): Definition[] {
  return setup.filter(({ secret }) => secret === undefined);
}

function neededBy(
  step: LedgerStep,
  run: { command: string; directory: string; kind: "system" | "language" | "other" },
  project: ProjectFiles,
): string[] {
  const { before, after } = step;
  const state = {
    ...before,
    directory: run.directory,
    // What the command sets itself, it may use behind that.
    env: { ...after.env, ...before.env },
    variables: { ...after.variables, ...before.variables },
  };
  if (run.kind === "system") {
    return project.named(run.command, state).filter((file) => /\.(deb|rpm|apk)$/.test(file));
  }
  const needs = new Set(project.named(run.command, state));
  for (const { path, kind: how } of step.changes) {
    if (how !== "added") { for (const file of project.at(path)) needs.add(file); }
  }
  // A build tool that is told nothing (`make`) looks around where it is called.
  const looksAround = run.kind === "other" && needs.size === 0 &&
    project.isInProject(run.directory) && !readsOnlyWhatItNames(run.command);
  return looksAround ? [...project.forImage] : [...needs].sort();
}
