import { quoteWord } from "../shell_words.ts";
import type { BaseFacts } from "./base_facts.ts";
import { commandsFor } from "./commands_for.ts";
import { condaTool, environmentPrefix } from "./conda_needs.ts";
import type { ImportedPackage, ProjectFindings } from "./findings.ts";
import { isTestTool } from "./python_modules.ts";
import { installSystem } from "./system_packages.ts";

/**
 * Dependencies as they were typed, as command lines: one word, `numpy` or `numpy==2.1`, is a package
 * of the project's own package manager, of the system's where the project has none; whatever has
 * more words is a command already.
 */
export function dependencyCommands(
  typed: readonly string[],
  findings: ProjectFindings,
  base: BaseFacts,
  code: string,
): string[] {
  const lines = typed.map((line) => line.trim()).filter((line) => line !== "");
  const packages = lines.filter((line) => !/\s/.test(line));
  if (packages.length === 0) return lines;
  const first = lines.indexOf(packages[0]);
  const commands = packageCommands(packages, findings, base, code)
    .filter((command) => !lines.includes(command));
  return lines.flatMap((line, at) =>
    at === first ? commands : packages.includes(line) ? [] : [line]
  );
}

/** All that it takes to install packages, the package manager included. */
function packageCommands(
  packages: readonly string[],
  findings: ProjectFindings,
  base: BaseFacts,
  code: string,
): string[] {
  const { python, conda, node, r, programs } = findings;
  const tool = condaTool(base);
  if (conda && tool) {
    return [`${tool} install -y -p ${environmentPrefix} ${packages.map(quoteWord).join(" ")}`];
  }
  const none = { programs, data: [], variables: [] };
  const imports = packages.map(importOf);
  const only: ProjectFindings | undefined = python
    ? { ...none, python: { requirements: [], imports } }
    : node
    ? { ...none, node: { imports } }
    : r
    ? { ...none, r: { ...r, hasLock: false, packages } }
    : undefined;
  if (only) return commandsFor(only, base, code).dependencies.map(({ command }) => command);
  return base.manager ? [installSystem(base.manager, packages.map(quoteWord))] : [...packages];
}

function importOf(packageName: string): ImportedPackage {
  const testOnly = isTestTool(packageName.replace(/[<>=~!\[].*$/, ""));
  return { packageName, module: packageName, file: "", line: 0, testOnly };
}
