import { join } from "../../lib/path.ts";
import type { Ledger } from "./ledger.ts";
import type { Item } from "./plan_items.ts";
import type { ProjectFiles } from "./project_use.ts";

/**
 * Project files the finished image needs: what the test names, and what was read in the session
 * without being named there (imports, settings). Named ones that the test does not name were
 * data to try it on.
 *
 * @param all true where nothing of the project is to be left out
 */
export function endNeeds(
  ledger: Ledger,
  project: ProjectFiles,
  items: readonly Item[],
  test: string,
  all = false,
): string[] {
  const replaced = new Set(items.flatMap((item) => replacedBy(item, project)));
  const needed = all ? project.all : neededAtEnd(ledger, project, items, test);
  return needed.filter((file) => !replaced.has(file));
}

/** Project files that an item takes away, or puts one made by hand in the place of. */
function replacedBy(item: Item, project: ProjectFiles): readonly string[] {
  if (item.kind === "handmade") return project.single(item.file.path);
  return goneWith(item);
}

function goneWith(item: Item): readonly string[] {
  return item.kind === "copy" || item.kind === "remove" ? item.gone ?? [] : [];
}

function neededAtEnd(
  ledger: Ledger,
  project: ProjectFiles,
  items: readonly Item[],
  test: string,
): string[] {
  const last = ledger.steps.at(-1)?.after ?? ledger.start;
  const gone = new Set(items.flatMap(goneWith));
  const tested = project.named(test, last).filter((file) => !gone.has(file));
  const named = new Set(
    ledger.steps.flatMap(({ command, before }) => project.namedSingly(command, before)),
  );
  for (const file of copiedElsewhere(items, ledger, project)) named.add(file);
  const implicit = ledger.read.filter((file) => !named.has(file));
  const neverRun = tested.filter((file) => !ledger.read.includes(file));
  // A program that was never read here has not shown what else it reads.
  if (neverRun.length > 0) return [...new Set([...project.forImage, ...implicit])].sort();
  const usedOtherwise = items.some((item) =>
    item.kind === "copy" || (item.kind === "run" && item.needs.length > 0)
  );
  if (tested.length === 0) return usedOtherwise ? implicit : [...ledger.read].sort();
  return [...new Set([...tested, ...implicit])].sort();
}

/** Files that a `cp` of the session read, folders opened up. */
function copiedElsewhere(items: readonly Item[], ledger: Ledger, project: ProjectFiles): string[] {
  return items.flatMap((item) => item.kind === "copy" ? item.copies : [])
    .flatMap(({ sources }) => sources)
    .flatMap((source) => project.allAt(join(ledger.codeDirectory, source)));
}
