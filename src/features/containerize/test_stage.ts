import { commandWords } from "./command_words.ts";
import type { Instruction } from "./dockerfile.ts";
import { isWithin, resolve } from "../../lib/path.ts";
import type { Ledger } from "./ledger.ts";
import { listName } from "./package_lists.ts";
import { runsTests, splitTestPackages } from "./packages/test_packages.ts";
import type { Item, RunItem } from "./plan_items.ts";
import type { ProjectFiles } from "./project_use.ts";
import { parseSimple } from "./shell_words.ts";

/** What the image that is used goes without, and the stage `test` has. */
export interface TestStage {
  /** Indexes of the session's steps, those that were cut in two included. */
  steps: number[];
  /** Packages, and files of requirements. */
  packages: string[];
  /** Project files. */
  files: string[];
}

/** Items of the program, and those of its tests. */
export interface StagedItems {
  program: Item[];
  tests: RunItem[];
  packages: string[];
  /** Why packages for tests stay with the program. */
  warnings: string[];
}

/**
 * Takes what only tests need out of the items: packages known for nothing else, files of
 * requirements named for them. Nothing is taken where the test of the image or a step that is
 * repeated runs one of them, and no step that the user keeps.
 */
export function stagedItems(items: readonly Item[], ledger: Ledger, test: string): StagedItems {
  const staged: StagedItems = { program: [], tests: [], packages: [], warnings: [] };
  const users: string[] = runsTests(test) ? ["the test command"] : [];
  for (const item of items) {
    const step = ledger.steps[item.step];
    const split = item.kind === "run" && step.verdict !== "keep"
      ? splitTestPackages(item.commands[0], (list) => programLists(list, item.directory, ledger))
      : undefined;
    if (item.kind !== "run" || !split) {
      if (item.kind === "run" && runsTests(step.command) && !installsAny(step.command)) {
        users.push(`step ${step.line}`);
      }
      staged.program.push(item);
      continue;
    }
    const { rest, tests, packages } = split;
    staged.packages.push(...packages);
    const isDone = staged.program.some((each) => each.kind === "run" && each.commands[0] === rest);
    if (rest && !isDone) {
      staged.program.push({ ...item, commands: [rest], needs: needsOf(item, rest) });
    }
    const notes = rest ? undefined : item.notes;
    staged.tests.push({ ...item, notes, commands: [tests], needs: needsOf(item, tests) });
  }
  if (staged.tests.length === 0 || users.length === 0) return staged;
  const names = [...new Set(staged.packages)].join(", ");
  const warning = `${names} stays in the image, though it is for tests: ${users[0]} runs tests`;
  return { program: [...items], tests: [], packages: [], warnings: [warning] };
}

/** The lists that a list of the project includes, named as seen from a directory. */
function programLists(
  list: string,
  directory: string | undefined,
  { codeDirectory, includedLists = {} }: Ledger,
): string[] {
  const path = resolve(directory ?? codeDirectory, list);
  if (!isWithin(codeDirectory, path)) return [];
  const included = includedLists[path.slice(codeDirectory.length + 1)] ?? [];
  return included.filter((file) => listName.test(file)).map((file) => {
    const full = `${codeDirectory}/${file}`;
    return directory !== undefined && !list.startsWith("/") && isWithin(directory, full)
      ? full.slice(directory.length + 1)
      : full;
  });
}

/** Of the files that the whole command needs, those of a part of it. */
function needsOf({ needs, commands }: RunItem, part: string): string[] {
  const named = needs.filter((file) => commands[0].includes(file));
  return needs.filter((file) => !named.includes(file) || part.includes(file));
}

function installsAny(command: string): boolean {
  return splitTestPackages(command) !== undefined;
}

/** Names of files that only tests read. */
const testFile =
  /(^|\/)(tests?|__tests__|spec)\/|(^|\/)(test_[^/]*\.py|[^/]*_test\.py|conftest\.py|pytest\.ini|tox\.ini|noxfile\.py|\.coveragerc|[^/]*\.(test|spec)\.[cm]?[jt]sx?|jest\.config\.\w+)$/;

/** Splits project files into those of the program and those of its tests. */
export function splitTestFiles(
  needs: readonly string[],
  named: ReadonlySet<string>,
): { program: string[]; tests: string[] } {
  const isTest = (file: string) => testFile.test(file) && !named.has(file);
  return { program: needs.filter((file) => !isTest(file)), tests: needs.filter(isTest) };
}

/** What a session ran as its tests: the last such command that worked, and where. */
export function sessionTests(
  { steps }: Ledger,
  project: ProjectFiles,
): { directory: string; cmd: Instruction } | undefined {
  const last = steps.findLast(({ command, exit }) =>
    exit === 0 && runsTests(command) && parseSimple(command) !== undefined &&
    splitTestPackages(command) === undefined &&
    !/(^|\s)(install|--version|--help|-h|-V)(\s|$)/.test(command)
  );
  if (!last) return undefined;
  const { directory } = last.before;
  if (!project.isInProject(directory) && !last.command.includes("/")) return undefined;
  return { directory, cmd: { kind: "cmd", words: commandWords(last.command) } };
}
