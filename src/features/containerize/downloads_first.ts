import { relative } from "../../lib/path.ts";
import { commandsIn } from "./commands_in.ts";
import type { Ledger } from "./ledger.ts";
import { downloadOf } from "./packages/downloads.ts";
import type { Item, RunItem } from "./plan_items.ts";
import type { ProjectFiles } from "./project_use.ts";

const why = "Dependencies before the source, so that changing it downloads nothing again";

/**
 * Build tools that download what a project depends on while they build it (`cargo build`) get a RUN
 * before the first of them that downloads alone, from the files that name the dependencies. Not
 * where the whole project is there by then.
 */
export function withDownloadsFirst(
  items: readonly Item[],
  ledger: Ledger,
  project: ProjectFiles,
): Item[] {
  const done = new Set<string>();
  let isCopied = false;
  return items.flatMap((item): Item[] => {
    if (item.kind === "run" && item.rank === "language") done.add(item.commands.join());
    const download = item.kind === "run" && !isCopied
      ? downloadFor(item, ledger, project)
      : undefined;
    isCopied ||= item.kind === "chmod" ||
      (item.kind === "run" && item.rank === "fixed" && item.needs.length > 0);
    const text = download?.commands.join();
    if (download === undefined || done.has(text!)) return [item];
    done.add(text!);
    return [download, item];
  });
}

function downloadFor(item: RunItem, ledger: Ledger, project: ProjectFiles): RunItem | undefined {
  const { directory, step, commands: [text] } = item;
  if (directory === undefined || !project.isInProject(directory)) return undefined;
  const { exit, changes } = ledger.steps[step];
  const rewrites = changes.some(({ path, kind }) =>
    kind !== "added" && project.single(path).length > 0
  );
  if (exit !== 0 || rewrites) return undefined;
  const folder = relative(ledger.codeDirectory, directory);
  for (const simple of commandsIn(text)) {
    const download = downloadOf(simple, folder, project.all);
    if (!download) continue;
    const included = download.needs.flatMap((file) => ledger.includedLists?.[file] ?? []);
    const needs = [...new Set([...download.needs, ...included])].sort();
    if (needs.length >= project.all.length) return undefined;
    const { setup, definitions } = item;
    return {
      kind: "run",
      step,
      rank: "language",
      notes: [why],
      setup,
      definitions,
      commands: download.commands,
      directory,
      needs,
    };
  }
  return undefined;
}
