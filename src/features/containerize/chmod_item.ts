import { resolve } from "../../lib/path.ts";
import type { Ledger } from "./ledger.ts";
import type { RunItem } from "./plan_items.ts";
import type { ProjectFiles } from "./project_use.ts";
import { parseSimple, quoteWord } from "./shell_words.ts";
import { significantChanges } from "./significant_changes.ts";

/** `chmod` of project files: said with full paths, so that the directory does not matter. */
export function chmodItem(
  ledger: Ledger,
  index: number,
  project: ProjectFiles,
): RunItem | undefined {
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
    rank: "source",
    setup: [],
    definitions: [],
    commands: [[...values.slice(0, mode + 1), ...paths].map(quoteWord).join(" ")],
    directory: undefined,
    needs: paths.flatMap((path) => project.at(path)),
  };
}
