import { basename } from "../../lib/path.ts";
import { mayUse } from "./detours.ts";
import { octal } from "./dockerfile.ts";
import type { Ledger } from "./ledger.ts";
import type { CopyItem, Item, RunItem } from "./plan_items.ts";
import type { ProjectFiles } from "./project_use.ts";
import { quoteWord } from "./shell_words.ts";

/**
 * Lets COPYs bring their files with the permissions that a later `chmod` gave them, where nothing
 * came between that could tell the difference. What is left of a `chmod` concerns project files
 * alone, whose COPYs are not known yet (ProjectCopies); one that folds nowhere becomes a RUN.
 */
export function foldModes(items: readonly Item[], ledger: Ledger, project: ProjectFiles): Item[] {
  const folded: Item[] = [];
  for (const [position, item] of items.entries()) {
    if (item.kind !== "chmod") {
      folded.push(item);
      continue;
    }
    const lasting = [...item.modes].filter(([path]) =>
      !isReplaced(path, items.slice(position + 1), project)
    );
    const bringers = lasting.map(([path, mode]) => ({
      path,
      mode,
      at: bringerOf(path, mode, folded, ledger, project),
    }));
    if (bringers.some(({ at }) => at === undefined)) {
      folded.push(item.run);
      continue;
    }
    const left = new Map<string, number>();
    for (const { path, mode, at } of bringers) {
      if (at === "project") left.set(path, mode);
      else folded[at!] = withMode(folded[at!], path, mode, item.step);
    }
    if (left.size > 0) folded.push({ ...item, rank: "source", modes: left });
  }
  return folded;
}

/** True when the file is made anew by hand, or taken away, before anything else is run. */
function isReplaced(path: string, later: readonly Item[], project: ProjectFiles): boolean {
  const next = later.find((item) =>
    item.kind === "run" || (item.kind === "handmade" && item.file.path === path) ||
    ((item.kind === "copy" || item.kind === "remove") &&
      item.gone?.some((file) => project.pathOf(file) === path))
  );
  return next !== undefined && next.kind !== "run";
}

/** Every `chmod` as the command it was, for engines whose COPY knows no permissions. */
export function unfoldedModes(items: readonly Item[]): Item[] {
  return items.flatMap((item): Item[] => {
    if (item.kind === "chmod") return [item.run];
    return item.kind === "copy" ? [withoutModes(item), ...modesAfter(item)] : [item];
  });
}

function withoutModes(item: CopyItem): CopyItem {
  return { ...item, copies: item.copies.map((copy) => ({ ...copy, mode: undefined })) };
}

/** The permissions that COPYs would bring, as a RUN behind them. */
function modesAfter({ step, copies }: CopyItem): RunItem[] {
  const modes = new Map(
    copies.flatMap((copy) =>
      copy.mode === undefined
        ? []
        : copy.sources.map((source) => [targetOf(copy, source), copy.mode!] as const)
    ),
  );
  if (modes.size === 0) return [];
  const commands = chmodCommands(modes);
  const nothing = { setup: [], definitions: [], directory: undefined, needs: [] };
  return [{ kind: "run", step, rank: "source", ...nothing, commands }];
}

/** Index of the item whose COPY brings a file, or that the project does; undefined when neither. */
function bringerOf(
  path: string,
  mode: number,
  items: readonly Item[],
  { steps, project: files }: Ledger,
  project: ProjectFiles,
): number | "project" | undefined {
  const isReadable = (mode & 0o444) === 0o444;
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at];
    if (item.kind === "handmade" && item.file.path === path) return at;
    if (item.kind === "copy" && targets(item, files).includes(path)) return at;
    if (item.kind !== "run") continue;
    const step = steps[item.step];
    if (step.changes.some((change) => change.path === path)) return undefined;
    if (!isReadable && mayUse(step, path)) return undefined;
  }
  return project.single(path).length > 0 ? "project" : undefined;
}

function withMode(item: Item, path: string, mode: number, step: number): Item {
  const also = [...item.also ?? [], step];
  if (item.kind === "handmade") return { ...item, also, file: { ...item.file, mode } };
  if (item.kind !== "copy") return item;
  return { ...item, also, copies: item.copies.flatMap((copy) => splitOff(copy, path, mode)) };
}

type Copy = CopyItem["copies"][number];

/** A file with permissions of its own needs a COPY of its own. */
function splitOff(copy: Copy, path: string, mode: number): Copy[] {
  const chosen = copy.sources.filter((source) => targetOf(copy, source) === path);
  if (chosen.length === 0) return [copy];
  const others = copy.sources.filter((source) => !chosen.includes(source));
  const rest = others.length > 0 ? [{ ...copy, sources: others }] : [];
  return [...rest, { ...copy, sources: chosen, mode }];
}

/** Where the single files of a COPY go. */
function targets({ copies }: CopyItem, files: readonly string[]): string[] {
  return copies.flatMap((copy) =>
    copy.sources.filter((source) => files.includes(source)).map((source) => targetOf(copy, source))
  );
}

function targetOf({ target }: Copy, source: string): string {
  return target.endsWith("/") ? `${target}${basename(source)}` : target;
}

/** Gives files their permissions, by absolute path. */
export function chmodCommands(modes: ReadonlyMap<string, number>): string[] {
  const byMode = new Map<number, string[]>();
  for (const [path, mode] of modes) byMode.set(mode, [...byMode.get(mode) ?? [], path]);
  return [...byMode].map(([mode, paths]) =>
    ["chmod", octal(mode), ...paths.map(quoteWord)].join(" ")
  );
}
