import { commandsIn } from "./commands_in.ts";
import { removesPackages } from "./packages.ts";
import type { Item, RunItem } from "./plan_items.ts";
import { quoteWord } from "./shell_words.ts";

/**
 * Slow and seldom changing work first, within the bounds that fixed items set. What a distribution's
 * package manager takes away, earlier work may have needed.
 */
export function inOrder(items: readonly Item[]): Item[] {
  const ranks = ["system", "language", "source"];
  const ordered: Item[] = [];
  let movable: Item[] = [];
  const flush = () => {
    movable.sort((a, b) => ranks.indexOf(a.rank) - ranks.indexOf(b.rank));
    ordered.push(...movable);
    movable = [];
  };
  for (const item of items) {
    const isBound = item.rank === "fixed" ||
      (takesPackages(item) && movable.some(({ rank }) => rank !== "system"));
    if (!isBound) movable.push(item);
    else {
      flush();
      ordered.push(item);
    }
  }
  flush();
  return ordered;
}

function takesPackages(item: Item): boolean {
  return item.kind === "run" && item.rank === "system" &&
    item.commands.some((command) => commandsIn(command).some(removesPackages));
}

/** Neighbouring RUNs of one kind, directory and umask become one layer. */
export function runGroups(items: readonly Item[]): Item[] {
  const groups: Item[] = [];
  /** Steps that the shell of the last group has carried out, as a whole or for a definition. */
  let done = new Set<number | string>();
  /** Where that shell has gone. */
  let directory: string | undefined;
  for (const item of items) {
    const last = groups.at(-1);
    if (item.kind !== "run") {
      groups.push(item);
      continue;
    }
    const joins = last?.kind === "run" && canJoin(last, item);
    if (!joins) done = new Set();
    const missing = item.definitions.filter(({ step, text }) =>
      !done.has(step) && !done.has(`${step} ${text}`)
    );
    const moves = joins && item.directory !== undefined && item.directory !== directory;
    const commands = [
      ...missing.map(({ text }) => text),
      ...moves ? [`cd ${quoteWord(item.directory!)}`] : [],
      ...item.commands,
    ];
    directory = item.directory ?? (joins ? directory : undefined);
    for (const { step, text } of missing) done.add(`${step} ${text}`);
    done.add(item.step);
    if (joins) {
      last.commands.push(...commands);
      last.also = [...last.also ?? [], item.step, ...missing.map(({ step }) => step)];
      last.notes = [...last.notes ?? [], ...item.notes ?? []];
      if (item.rank === "fixed") last.rank = "fixed";
      last.needs = [...new Set([...last.needs, ...item.needs])].sort();
      last.buildsProject ||= item.buildsProject;
      last.needsNoOther &&= item.needsNoOther;
    } else {
      groups.push({
        ...item,
        also: [...item.also ?? []],
        commands: [...item.setup.map(({ text }) => text), ...commands],
      });
    }
  }
  return groups;
}

/** What the project depends on keeps a layer of its own: changes of the source leave that alone. */
function canJoin(a: RunItem, b: RunItem): boolean {
  if (a.layer !== undefined || b.layer !== undefined) return a.layer === b.layer;
  if (b.rank === "language" && b.buildsProject && !a.buildsProject) return false;
  const setup = ({ setup }: RunItem) => setup.map(({ text }) => text).join("\n");
  return a.rank === b.rank && a.directory === b.directory && setup(a) === setup(b);
}
