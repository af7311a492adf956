import { isWithin } from "../../lib/path.ts";
import type { Ledger } from "./ledger.ts";
import type { Item, RunItem } from "./plan_items.ts";

/** Less than this is not worth a RUN of many commands, which is done anew as a whole. */
const worthwhile = 1 << 20;

/**
 * Marks RUNs that must become one, because the last of them frees much room that the others took:
 * what a later layer deletes stays in the image all the same. So it is with a compiler that is
 * installed and removed again, and with sources that are fetched, built and deleted.
 *
 * @param items in the order of the Dockerfile
 */
export function withSharedLayers(items: readonly Item[], ledger: Ledger): Item[] {
  const marked = [...items];
  for (const { from, to } of freeing(items, ledger)) {
    const runs = items.slice(from, to + 1).filter((item) => item.kind === "run");
    if (runs.length <= to - from || !runs.every((run) => hasSameSetup(run, runs[0]))) continue;
    const place = startOf(runs, ledger);
    runs.forEach((run, at) => {
      const directory = run.directory ?? (at === 0 ? place : undefined);
      marked[from + at] = { ...run, directory, layer: to };
    });
  }
  return marked;
}

/** From which item to which, those with a common part put together. */
function freeing(items: readonly Item[], { steps }: Ledger): { from: number; to: number }[] {
  const made = new Map<string, number>();
  const spans: { from: number; to: number }[] = [];
  items.forEach((item, to) => {
    if (item.kind !== "run") return;
    const { changes } = steps[item.step];
    const removed = changes.filter(({ kind, path }) => kind === "removed" && made.has(path));
    const freed = -changes.reduce((sum, { bytes }) => sum + bytes, 0);
    const here = -removed.reduce((sum, { bytes }) => sum + bytes, 0);
    if (Math.min(freed, here) >= worthwhile) {
      let from = Math.min(...removed.map(({ path }) => made.get(path)!));
      while (spans.length > 0 && spans.at(-1)!.to >= from) {
        from = Math.min(from, spans.pop()!.from);
      }
      // What would share its layer anyway: lists of packages among it.
      while (isSystem(items[from]) && from > 0 && isSystem(items[from - 1])) from--;
      if (from < to) spans.push({ from, to });
    }
    for (const { kind, path } of changes) if (kind === "added") made.set(path, to);
  });
  return spans;
}

function isSystem(item: Item): boolean {
  return item.kind === "run" && item.rank === "system";
}

function hasSameSetup(a: RunItem, b: RunItem): boolean {
  const text = ({ setup }: RunItem) => setup.map(({ text }) => text).join("\n");
  return text(a) === text(b);
}

/** The first directory that matters, where it is there before any of the commands. */
function startOf(runs: readonly RunItem[], { codeDirectory }: Ledger): string | undefined {
  const first = runs.find(({ directory }) => directory !== undefined)?.directory;
  return first !== undefined && isWithin(codeDirectory, first) ? first : undefined;
}
