import type { BaseFacts } from "./base_facts.ts";
import type { PythonFindings } from "./findings.ts";
import { isTestTool, systemNeeds } from "./python_modules.ts";
import { quoteWord } from "../shell_words.ts";
import { codePath } from "./code_path.ts";
import { lockCommands, type PipPlace, uvSetting } from "./python_locks.ts";
import { counted, type LanguageNeeds, noNeeds, type SuggestedCommand } from "./suggestions.ts";

/** Where packages go when the system's Python must be left alone. */
const venv = "/opt/venv";

/** How a project's Python part is installed in a base image. */
export function pythonNeeds(
  findings: PythonFindings,
  base: BaseFacts,
  code: string,
): LanguageNeeds {
  const needs = noNeeds();
  const lists = packageLists(findings);
  const hasPip = lists.length > 0 || findings.project?.canInstall || findings.lock;
  if (!base.python) {
    needs.system.push({ need: "python", reason: "the base image has no Python" });
  }
  if (!hasPip) return needs;
  const place = pipPlace(base, needs);
  needs.dependencies.push(
    ...lockCommands(findings, place, code, needs) ?? lists.map((list) => ({
      command: `${place.prefix}${place.pip} install ${list.words(code)}`,
      reason: list.reason,
      ...(list.testOnly && { testOnly: true }),
    })),
  );
  needs.install.push(...projectInstall(findings, place, code));
  addSystemNeeds(findings, base, needs);
  return needs;
}

function pipPlace(base: BaseFacts, needs: LanguageNeeds): PipPlace {
  const { python, manager, programs } = base;
  const pip = programs.has("pip") ? "pip" : programs.has("pip3") ? "pip3" : undefined;
  if (python && pip && !python.isManaged) return { prefix: "", pip };
  const isRpm = manager === "dnf" || manager === "yum" || manager === "microdnf";
  if (isRpm && !python?.isManaged) {
    needs.system.push({ need: "python-pip", reason: "pip installs Python packages" });
    return { prefix: "", pip: "pip3" };
  }
  if (!python?.hasVenv) {
    needs.system.push({ need: "python-venv", reason: "pip needs a virtual environment there" });
  }
  const isManaged = python?.isManaged ?? true;
  needs.dependencies.push({
    command: `python3 -m venv ${venv}`,
    reason: isManaged
      ? "the system's Python takes no packages of pip (PEP 668): they get a folder of their own"
      : "a folder of their own for Python packages",
  });
  needs.path.push({ folder: `${venv}/bin`, reason: "the packages' programs are found by name" });
  return { prefix: `${venv}/bin/`, pip: "pip" };
}

interface PackageList {
  words(code: string): string;
  reason: string;
  testOnly: boolean;
}

/** What pip is to install before the project itself. */
function packageLists({ requirements, imports, project }: PythonFindings): PackageList[] {
  const files = requirements.filter(({ packages, needsGit }) => packages.length > 0 || needsGit)
    .map(({ path, packages, testOnly }) => ({
      words: (code: string) => `-r ${codePath(code, path)}`,
      reason: `${path} asks for ${counted(packages.length, "package")}`,
      testOnly,
    }));
  const imported = [false, true].flatMap((testOnly) => {
    const these = imports.filter((each) => each.testOnly === testOnly);
    return these.length > 0
      ? [namedList(these.map(({ packageName }) => packageName), importReason(these), testOnly)]
      : [];
  });
  const extras = requirements.some(({ testOnly }) => testOnly)
    ? []
    : (project?.testDependencies ?? []).filter(isTestTool);
  const own = project && !project.canInstall && project.dependencies.length > 0
    ? [namedList(
      project.dependencies,
      `${project.file} asks for ${counted(project.dependencies.length, "package")}`,
      false,
    )]
    : [];
  const tests = extras.length > 0
    ? [namedList(extras, `${project!.file} names ${extras.join(", ")} for tests`, true)]
    : [];
  return [...own, ...files, ...imported, ...tests];
}

function namedList(names: readonly string[], reason: string, testOnly: boolean): PackageList {
  return { words: () => names.map(quoteWord).join(" "), reason, testOnly };
}

/** `main.py imports numpy and yaml (PyYAML)`. */
function importReason(imports: PythonFindings["imports"]): string {
  const named = imports.slice(0, 4).map(({ module, packageName }) => {
    const [first] = module.split(".");
    return first.toLowerCase() === packageName.toLowerCase() ? first : `${first} (${packageName})`;
  });
  const files = new Set(imports.map(({ file }) => file));
  const more = imports.length > named.length ? ` and ${imports.length - named.length} more` : "";
  const who = files.size === 1 ? `${imports[0].file} imports` : `${files.size} files import`;
  return `${who} ${named.join(", ")}${more}`;
}

/** How the project itself is installed, where it is a package. */
function projectInstall(
  { project, lock, requirements }: PythonFindings,
  { prefix, pip }: PipPlace,
  code: string,
): SuggestedCommand[] {
  if (!project?.canInstall) return [];
  const folder = quoteWord(code);
  if (lock === "uv.lock") {
    const command = `cd ${folder} && ${uvSetting} ${prefix}uv sync --locked --no-dev --no-editable`;
    return [{ command, reason: `${project.file} describes the project as a package` }];
  }
  const alone = lock === "poetry.lock" ? "--no-deps " : "";
  const count = project.dependencies.length;
  const listed = count > 0 && !lock && requirements.every(({ testOnly }) => testOnly)
    ? ` with ${counted(count, "dependency").replace("dependencys", "dependencies")}`
    : "";
  return [{
    command: `${prefix}${pip} install ${alone}${folder}`,
    reason: `${project.file} describes the project as a package${listed}`,
  }];
}

/** Libraries and compilers that the packages need of the system. */
function addSystemNeeds(findings: PythonFindings, base: BaseFacts, needs: LanguageNeeds): void {
  const { requirements, imports, project } = findings;
  if (requirements.some(({ needsGit }) => needsGit) && !base.programs.has("git")) {
    needs.system.push({ need: "git", reason: "requirements come from git" });
  }
  const packages = [
    ...requirements.flatMap(({ packages }) => packages),
    ...imports.map(({ packageName }) => packageName),
    ...project?.dependencies ?? [],
  ];
  for (const name of packages) {
    for (const need of systemNeeds[name.toLowerCase().replaceAll("_", "-")] ?? []) {
      needs.system.push({ need, reason: `${name} needs it` });
      // Python images of their own bring their headers.
      const own = !base.python || base.python.isManaged;
      if (need === "compiler" && own) {
        needs.system.push({ need: "python-headers", reason: `${name} is compiled` });
      }
    }
  }
}
