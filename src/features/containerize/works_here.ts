import { isWithin } from "../../lib/path.ts";
import { commandsIn } from "./commands_in.ts";
import type { LedgerStep } from "./ledger.ts";
import { listName } from "./package_lists.ts";
import { manifestsOf } from "./packages.ts";
import { runnerLength } from "./packages/managers.ts";
import { significantChanges } from "./significant_changes.ts";

/**
 * True where an install depends on the folder that it is called in: it names something by a path
 * from there, reads a list without being told, or leaves something there.
 *
 * @param run the step's command and where it runs; absolute
 */
export function worksHere(
  { changes }: LedgerStep,
  { command, directory }: { command: string; directory: string },
): boolean {
  return namedPaths(command).some((path) => !path.startsWith("/")) ||
    manifestsOf(command).length > 0 ||
    (directory !== "/" &&
      significantChanges(changes).some(({ path }) => isWithin(directory, path)));
}

/** Words of a command that can only be meant as paths, flags' values among them. */
export function namedPaths(command: string): string[] {
  return commandsIn(command).flatMap(({ words }) =>
    words.slice(runnerLength(words) + 1).map(({ value, raw }) => value ?? raw)
  ).map((word) => /^-{1,2}[\w-]+=(.+)$/.exec(word)?.[1] ?? word)
    .map((word) => word.replace(/\[[\w,.-]*\]$/, "")) // extras, as in `.[dev]`
    .filter((word) => !word.startsWith("-") && !/[@:]/.test(word) && isPath(word));
}

function isPath(word: string): boolean {
  return word.startsWith(".") || word.includes("/") || listName.test(word) ||
    /\.(txt|in|whl|gem|tgz|tar\.\w+|zip|deb|rpm|apk|ya?ml|toml|lock|rockspec|gemspec)$/.test(word);
}
