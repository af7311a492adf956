import { basename, dirname, isWithin } from "../../lib/path.ts";
import { commandsIn } from "./commands_in.ts";
import { detours } from "./detours.ts";
import { usedFailures } from "./failed_steps.ts";
import { handmadeFiles, repeatableChanges } from "./handmade_item.ts";
import type { Ledger } from "./ledger.ts";
import { changesSystem, isListUpdate } from "./packages.ts";
import { programName } from "./packages/manager.ts";
import { parseChain, type SimpleCommand } from "./shell_words.ts";
import { servings } from "./served_steps.ts";
import { isSignificant, isTemporary } from "./significant_changes.ts";

/**
 * Which steps to repeat: those that leave something behind. Temporary files count only when a
 * step that is kept, or the test, names them; their removal when their making is kept.
 */
export function usefulSteps({ steps }: Ledger, test: string): boolean[] {
  const failedUseful = usedFailures(steps, test);
  const kept = steps.map(() => false);
  const idle = detours(steps);
  const laterTexts = [test];
  const laterFolders: string[] = [];
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index];
    const { exit, command, before, verdict } = step;
    const files = [...repeatableChanges(step), ...handmadeFiles(step), ...placesFor(step)];
    const isDone = exit === 0 || handmadeFiles(step).length > 0 || failedUseful.has(index);
    if (verdict !== "keep" && (!isDone || files.length === 0 || idle.has(index))) continue;
    kept[index] = verdict === "keep" || files.some((file) =>
      !isTemporary(file) ||
      laterFolders.some((folder) => isWithin(file.path, folder) || liesIn(file.path, folder)) ||
      laterTexts.some((text) => names(text, file.path))
    );
    if (!kept[index]) continue;
    laterTexts.push(command);
    laterFolders.push(before.directory);
  }
  keepForInstalls(steps, kept);
  for (const { start, between } of servings(steps, kept)) {
    for (const index of [start, ...between]) kept[index] = true;
  }
  const made = new Set<string>();
  steps.forEach(({ exit, changes }, index) => {
    const removesMade = changes.some(({ kind, path }) => kind === "removed" && made.has(path));
    if (exit === 0 && removesMade) kept[index] = true;
    if (kept[index]) { for (const { path } of changes.filter(isTemporary)) made.add(path); }
  });
  return kept;
}

/** True for what a command finds that runs in a folder of its own among the temporary ones. */
function liesIn(path: string, folder: string): boolean {
  return isTemporary({ path: dirname(folder) }) && isWithin(folder, path);
}

/** True when a text names a temporary file by its last name, or a folder above it by its path. */
function names(text: string, path: string): boolean {
  if (text.includes(basename(path)) || mayStandFor(text, basename(path))) return true;
  for (
    let folder = dirname(path);
    isTemporary({ path: dirname(folder) });
    folder = dirname(folder)
  ) {
    if (text.includes(folder)) return true;
  }
  return false;
}

/** True when a text has a pattern or variable (`app-$V.tgz`, `*.deb`) that could be the name. */
function mayStandFor(text: string, name: string): boolean {
  return text.split(/[\s"'`;|&()<>/=]+/).some((word) => {
    if (!/[$*?[{]/.test(word)) return false;
    const pattern = word.replace(/\$\{[^}]*\}|\$\w+|\[[^\]]*\]|\{[^}]*\}|[*?$]/g, "\0")
      .replace(/[^\w\0]/g, "\\$&").replaceAll("\0", ".*");
    return new RegExp(`^${pattern}$`).test(name);
  });
}

/** Programs that prepare a place for others to write to. */
const preparing = /^(mkdir|install|touch|ln|mkfifo|chown|chgrp|chmod)$/;

/** What a step prepared among logs and caches: `mkdir /var/log/app`, `ln -s /dev/stdout …`. */
function placesFor({ ran, changes }: Ledger["steps"][number]): Ledger["steps"][number]["changes"] {
  const waste = changes.filter(({ path }) => !isSignificant(path));
  if (waste.length === 0) return [];
  const words = commandsIn(ran).filter((simple) => preparing.test(programOf(simple)))
    .flatMap(({ words }) => words.map(({ raw }) => raw));
  return waste.filter(({ path }) => words.some((word) => basename(word) === basename(path)));
}

function programOf({ words }: SimpleCommand): string {
  const [first, second] = words.map(programName);
  return first === "sudo" ? second ?? "" : first ?? "";
}

/**
 * Package lists and answers to the questions of packages are waste by themselves, and yet what a
 * later install stands on.
 */
function keepForInstalls(steps: Ledger["steps"], kept: boolean[]): void {
  steps.forEach(({ ran, exit }, index) => {
    const installsLater = kept.some((isKept, later) =>
      isKept && later > index && commandsIn(steps[later].ran).some(changesSystem)
    );
    if (!installsLater) return;
    const chain = parseChain(ran) ?? [{ assignments: [], words: [] }];
    const answers = exit === 0 &&
      commandsIn(ran).some((simple) => programOf(simple) === "debconf-set-selections");
    if (answers || chain.every(isListUpdate)) kept[index] = true;
  });
}
