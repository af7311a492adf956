import { isWithin } from "../../lib/path.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import type { Item, RunItem } from "./plan_items.ts";
import { servings } from "./served_steps.ts";

/** Less than this is not worth a RUN of many commands, which is done anew as a whole. */
const worthwhile = 1 << 20;

/**
 * Marks RUNs that must become one: because the last of them frees much room that the others took,
 * as what a later layer deletes stays in the image all the same (a compiler that is installed and
 * removed again, sources that are fetched, built and deleted), or because the first starts a service
 * that the others talk to.
 *
 * @param items in the order of the Dockerfile
 */
export function withSharedLayers(items: readonly Item[], ledger: Ledger): Item[] {
  const marked = [...items];
  for (const { from, to } of joined([...freeing(items, ledger), ...serving(items, ledger)])) {
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

/** From which item to which. */
interface Span {
  from: number;
  to: number;
}

/** Spans with a common part put together. */
function joined(spans: readonly Span[]): Span[] {
  const apart: Span[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last !== undefined && last.to >= from) last.to = Math.max(last.to, to);
    else apart.push({ from, to });
  }
  return apart;
}

function serving(items: readonly Item[], { steps }: Ledger): Span[] {
  const kept = steps.map((_, index) => items.some(({ step }) => step === index));
  return servings(steps, kept).flatMap(({ start, last }) => {
    const from = items.findIndex((item) => item.kind === "run" && item.step === start);
    const to = items.findLastIndex((item) => item.kind === "run" && item.step === last);
    return from >= 0 && from < to ? [{ from, to }] : [];
  });
}

function freeing(items: readonly Item[], { steps }: Ledger): Span[] {
  const made = new Map<string, number>();
  const spans: Span[] = [];
  items.forEach((item, to) => {
    if (item.kind !== "run") return;
    const { changes } = steps[item.step];
    const removed = changes.filter(({ kind, path }) => kind === "removed" && made.has(path));
    const freed = -changes.reduce((sum, { bytes }) => sum + bytes, 0);
    const here = -removed.reduce((sum, { bytes }) => sum + bytes, 0);
    let from = removed.reduce((first, { path }) => Math.min(first, made.get(path)!), to);
    if (
      Math.min(freed, here) >= worthwhile || isPassingFolder(items.slice(from, to + 1), removed)
    ) {
      // What would share its layer anyway: lists of packages among it.
      while (isSystem(items[from]) && from > 0 && isSystem(items[from - 1])) from--;
      if (from < to) spans.push({ from, to });
    }
    for (const { kind, path } of changes) if (kind === "added") made.set(path, to);
  });
  return spans;
}

/** True for a folder to build in, of which nothing is left: no other step is done anew for it. */
function isPassingFolder(items: readonly Item[], removed: LedgerStep["changes"]): boolean {
  return removed.some(({ type }) => type === "directory") &&
    items.every((item) => item.kind === "run" && item.rank === "fixed");
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
