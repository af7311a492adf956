import { relative } from "../../lib/path.ts";
import { commandsIn } from "./commands_in.ts";
import type { Ledger } from "./ledger.ts";
import { type Download, downloadOf } from "./packages/downloads.ts";
import { programName } from "./packages/manager.ts";
import { runnerLength } from "./packages/managers.ts";
import type { Item, RunItem } from "./plan_items.ts";
import type { ProjectFiles } from "./project_use.ts";
import type { SimpleCommand } from "./shell_words.ts";

const why = "Dependencies before the source, so that changing it downloads nothing again";

/**
 * Tools that download what a project depends on while they build it (`cargo build`, `uv sync`) get a
 * RUN before the first of them that downloads alone, from the files that name the dependencies. Not
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
    if (item.kind !== "run") {
      isCopied ||= item.kind === "chmod";
      return [item];
    }
    const found = isCopied ? undefined : downloadFor(item, ledger, project);
    if (!found && item.rank === "language") done.add(toolAt(item));
    if (found?.itself) {
      done.add(found.tool);
      const { commands, needs } = found;
      return [{ ...item, rank: "language", commands: [...commands], needs }];
    }
    isCopied ||= (item.rank === "fixed" || item.buildsProject === true) && item.needs.length > 0;
    if (!found || done.has(found.tool)) return [item];
    done.add(found.tool);
    return [firstRun(found, item), item];
  });
}

/** What says that a tool has downloaded for a folder. */
function toolAt({ commands: [text], directory }: RunItem): string {
  return `${toolName(commandsIn(text)[0])} ${directory}`;
}

function toolName(simple: SimpleCommand | undefined): string {
  return programName(simple?.words[runnerLength(simple.words)]);
}

function firstRun({ commands, needs }: Download, item: RunItem): RunItem {
  const { step, setup, definitions, directory } = item;
  const place = { step, setup, definitions, directory, notes: [why] };
  return { kind: "run", rank: "language", ...place, commands, needs };
}

function downloadFor(
  item: RunItem,
  ledger: Ledger,
  project: ProjectFiles,
): (Download & { tool: string }) | undefined {
  const { directory, step, commands: [text] } = item;
  if (directory === undefined || !project.isInProject(directory)) return undefined;
  if (item.rank === "language" && !item.buildsProject) return undefined;
  const { exit, changes } = ledger.steps[step];
  const rewrites = changes.some(({ path, kind }) =>
    kind !== "added" && project.single(path).length > 0
  );
  if (exit !== 0 || rewrites) return undefined;
  const folder = relative(ledger.codeDirectory, directory);
  const calls = commandsIn(text);
  for (const simple of calls) {
    const download = downloadOf(simple, folder, project.forImage);
    if (!download || (download.itself && calls.length > 1)) continue;
    const included = download.needs.flatMap((file) => ledger.includedLists?.[file] ?? []);
    const needs = [...new Set([...download.needs, ...included])].sort();
    const tool = `${toolName(simple)} ${directory}`;
    return needs.length < project.forImage.length ? { ...download, needs, tool } : undefined;
  }
  return undefined;
}
