import { basename, dirname, isWithin } from "../../lib/path.ts";
import { commandsIn } from "./commands_in.ts";
import { detours } from "./detours.ts";
import { usedFailures } from "./failed_steps.ts";
import { handmadeFiles, repeatableChanges } from "./handmade_item.ts";
import type { Ledger } from "./ledger.ts";
import { changesSystem, isListUpdate } from "./packages.ts";
import { parseChain } from "./shell_words.ts";
import { isTemporary } from "./significant_changes.ts";

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
    const files = [...repeatableChanges(step), ...handmadeFiles(step)];
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
  keepListUpdates(steps, kept);
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
  if (text.includes(basename(path))) return true;
  for (
    let folder = dirname(path);
    isTemporary({ path: dirname(folder) });
    folder = dirname(folder)
  ) {
    if (text.includes(folder)) return true;
  }
  return false;
}

/** Package lists are waste by themselves, and yet what a later install stands on. */
function keepListUpdates(steps: Ledger["steps"], kept: boolean[]): void {
  steps.forEach(({ ran }, index) => {
    const installsLater = kept.some((isKept, later) =>
      isKept && later > index && commandsIn(steps[later].ran).some(changesSystem)
    );
    if (
      installsLater && (parseChain(ran) ?? [{ assignments: [], words: [] }]).every(isListUpdate)
    ) {
      kept[index] = true;
    }
  });
}
