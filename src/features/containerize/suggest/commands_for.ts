import { dirname } from "../../../lib/path.ts";
import { isSecretVariable } from "../secrets.ts";
import type { BaseFacts } from "./base_facts.ts";
import { calledByName } from "./called_programs.ts";
import { compiledNeeds } from "./compiled_needs.ts";
import { condaNeeds, condaTool } from "./conda_needs.ts";
import type { Program, ProjectFindings } from "./findings.ts";
import { nodeNeeds } from "./node_needs.ts";
import { pythonNeeds } from "./python_needs.ts";
import { rNeeds } from "./r_needs.ts";
import type { ToolchainFindings } from "./toolchains.ts";
import { quoteWord } from "../shell_words.ts";
import { codePath } from "./code_path.ts";
import {
  type InstallSuggestions,
  type LanguageNeeds,
  noNeeds,
  type SuggestedCommand,
  type SuggestedVariable,
} from "./suggestions.ts";
import { installSystem, systemPackages } from "./system_packages.ts";

/**
 * How the project is installed in a container of one base image: what its package manager must
 * bring, what the languages' own ones do, and what the program finds in its environment.
 *
 * @param code where the project lies in the container: `/code`
 */
export function commandsFor(
  findings: ProjectFindings,
  base: BaseFacts,
  code: string,
): InstallSuggestions {
  const all = [...languageNeeds(findings, base, code), programNeeds(findings, base, code)];
  const { commands, notes } = systemCommands(all, base);
  const { environment, unset } = variables(findings, all);
  return {
    dependencies: [...commands, ...all.flatMap(({ dependencies }) => dependencies)],
    install: all.flatMap(({ install }) => install),
    environment,
    notes: [...notes, ...all.flatMap(({ notes }) => notes)],
    unset,
  };
}

function languageNeeds(
  { python, conda, node, r, compiled, toolchain, programs }: ProjectFindings,
  base: BaseFacts,
  code: string,
): LanguageNeeds[] {
  // Who has chosen a base with Python, and lists packages for pip as well, does not want conda.
  const usesConda = conda &&
    (condaTool(base) !== undefined || !python?.requirements.length || !base.python);
  const project = python?.project?.canInstall ? python.project : undefined;
  const isBuilt = compiled && !project && !r?.isPackage &&
    (compiled.kind !== "sources" || !(python || node || r));
  return [
    ...usesConda ? [condaNeeds(conda, base, { code, project: project?.file })] : [],
    ...python && !usesConda ? [pythonNeeds(python, base, code)] : [],
    ...node && isUsed(node.manifest, "node", programs) ? [nodeNeeds(node, base, code)] : [],
    ...r && isUsed(r.isPackage || r.hasLock, "r", programs) ? [rNeeds(r, base, code)] : [],
    ...compiled && isBuilt ? [compiledNeeds(compiled, base, code)] : [],
    ...toolchain ? [toolchainNeeds(toolchain, code)] : [],
    ...compiled && project && !base.programs.has("gcc")
      ? [{ ...noNeeds(), system: [{ need: "compiler", reason: `${compiled.file} is compiled` }] }]
      : [],
  ];
}

/** The build tool does it all; its base image has it. */
function toolchainNeeds(
  { file, dependencies, install }: ToolchainFindings,
  code: string,
): LanguageNeeds {
  const command = (line: string) => ({
    command: line.replace("@", quoteWord(code)),
    reason: `${file} describes the project`,
  });
  return {
    ...noNeeds(),
    dependencies: dependencies.map(command),
    install: install.map(command),
  };
}

/** A language counts where something describes it, or where a program of it lies on top. */
function isUsed(
  described: unknown,
  interpreter: Program["interpreter"],
  programs: readonly Program[],
): boolean {
  return !!described ||
    programs.some((program) => program.interpreter === interpreter && depth(program) < 2);
}

/** Programs that are called by their names: made executable, their folders put into PATH. */
function programNeeds(
  findings: ProjectFindings,
  base: BaseFacts,
  code: string,
): LanguageNeeds {
  const needs = noNeeds();
  const called = calledByName(findings);
  const asleep = called.filter(({ isExecutable }) => !isExecutable);
  if (asleep.length > 0) {
    const paths = asleep.map(({ path }) => codePath(code, path));
    const are = asleep.length === 1 ? "is a script" : "are scripts";
    needs.install.push({
      command: `chmod +rx ${paths.join(" ")}`,
      reason: `${
        asleep.map(({ path }) => path).slice(0, 3).join(", ")
      } ${are} without permission to run`,
    });
  }
  for (const folder of new Set(called.map(({ path }) => dirname(path)))) {
    const example = called.find(({ path }) => dirname(path) === folder)!;
    needs.path.push({
      folder: folder === "." ? code : `${code}/${folder}`,
      reason: `${example.path.split("/").at(-1)} is found by its name`,
    });
  }
  if (called.some(({ interpreter }) => interpreter === "perl") && !base.programs.has("perl")) {
    needs.system.push({ need: "perl", reason: "some scripts are Perl" });
  }
  return needs;
}

/** One command for all that the system's package manager must bring. */
function systemCommands(
  all: readonly LanguageNeeds[],
  { manager, isRoot }: BaseFacts,
): { commands: SuggestedCommand[]; notes: string[] } {
  const wanted = all.flatMap(({ system }) => system);
  if (wanted.length === 0) return { commands: [], notes: [] };
  const reasons = [...new Set(wanted.map(({ reason }) => reason))];
  if (!manager) {
    const needs = [...new Set(wanted.map(({ need }) => need))].join(", ");
    return {
      commands: [],
      notes: [
        `The base image has no package manager that dk knows, and the project needs ${needs}`,
      ],
    };
  }
  const packages = systemPackages(manager, wanted.map(({ need }) => need));
  const command = { command: installSystem(manager, packages), reason: reasons.join("; ") };
  const note = "The base image's user is not root: system packages cannot be installed as it is";
  return { commands: packages.length > 0 ? [command] : [], notes: isRoot ? [] : [note] };
}

function variables(
  { variables, python, programs }: ProjectFindings,
  all: readonly LanguageNeeds[],
): { environment: SuggestedVariable[]; unset: string[] } {
  const environment = all.flatMap(({ environment }) => environment);
  const hasPython = python && programs.some(({ interpreter }) => interpreter === "python");
  if (hasPython || python?.project) {
    environment.push({
      name: "PYTHONUNBUFFERED",
      value: "1",
      reason: "output is seen as it is printed",
    });
  }
  const path = all.flatMap(({ path }) => path);
  if (path.length > 0) {
    environment.push({
      name: "PATH",
      value: [...new Set(path.map(({ folder }) => folder)), "$PATH"].join(":"),
      reason: [...new Set(path.map(({ reason }) => reason))].join("; "),
    });
  }
  const unset: string[] = [];
  for (const { name, file, line, example, hasDefault } of variables) {
    if (environment.some((each) => each.name === name)) continue;
    const where = `${file} line ${line}`;
    if (example && !isSecretVariable(name, example)) {
      environment.push({ name, value: example, reason: `${where} asks for it` });
    } else if (!hasDefault) unset.push(`${name} is not set: asked for by ${where}`);
  }
  return { environment, unset };
}

function depth({ path }: Program): number {
  return path.split("/").length;
}
