import { resolve } from "../../lib/path.ts";
import type { Ledger } from "./ledger.ts";
import type { ChmodItem, RunItem } from "./plan_items.ts";
import type { ProjectFiles } from "./project_use.ts";
import { runItems } from "./run_item.ts";
import { parseSimple, quoteWord } from "./shell_words.ts";
import { significantChanges } from "./significant_changes.ts";

/** A `chmod` that did nothing but give files other permissions. */
export function chmodItem(
  ledger: Ledger,
  index: number,
  project: ProjectFiles,
): ChmodItem | undefined {
  const step = ledger.steps[index];
  const words = parseSimple(step.command)?.words ?? [];
  const changes = significantChanges(step.changes);
  const modes = new Map(
    changes.flatMap(({ path, type, attributesOnly, mode }) =>
      attributesOnly && type === "file" && mode !== undefined ? [[path, mode] as const] : []
    ),
  );
  if (words[0]?.value !== "chmod" || modes.size !== changes.length) return;
  const run = projectChmod(ledger, index, project) ?? runItems(ledger, index, project)[0];
  return { kind: "chmod", step: index, rank: run.rank, modes, run };
}

/** `chmod` of project files: said with full paths, so that the directory does not matter. */
function projectChmod(ledger: Ledger, index: number, project: ProjectFiles): RunItem | undefined {
  const { command, before } = ledger.steps[index];
  const words = parseSimple(command)?.words ?? [];
  if (words.some(({ value }) => value === undefined)) return;
  const values = words.map(({ value }) => value!);
  const mode = values.findIndex((value, at) => at > 0 && !/^-(R|-\w+)$/.test(value));
  const paths = values.slice(mode + 1).map((path) => resolve(before.directory, path));
  const onlyProject = paths.length > 0 && paths.every((path) => project.at(path).length > 0);
  if (mode < 0 || !onlyProject) return;
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
