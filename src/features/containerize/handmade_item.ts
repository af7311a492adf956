import { isWithin } from "../../lib/path.ts";
import { mayUse } from "./detours.ts";
import { wasInteractive } from "./interactive_commands.ts";
import type { HandmadeFile } from "../session/handmade.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import type { HandmadeItem, Item } from "./plan_items.ts";
import { secretIn } from "./secrets.ts";
import { isSignificant, significantChanges } from "./significant_changes.ts";

/** Where handmade files lie in the build context, their absolute path below it. */
const handmadeFolder = "docker/files";

/** A file of the build context that the plan brings along. */
export interface PlannedFile {
  /** Path in the context. */
  path: string;
  content: Uint8Array;
  /** Permission bits. */
  mode: number;
}

/**
 * The files that a step left and that are worth an image: what was made by hand, without traces of
 * the program it was made in. A file that spells out a secret is not: whoever gets the image could
 * read it.
 */
export function handmadeFiles({ handmade }: LedgerStep): HandmadeFile[] {
  return handmade.filter((file) => isSignificant(file.path) && !secretOf(file));
}

/** What secret a handmade file spells out, in words. */
export function secretOf({ content }: HandmadeFile): string | undefined {
  return secretIn(new TextDecoder().decode(content.subarray(0, 1 << 20)))?.what;
}

/** What a step changed that running its command again is meant to bring about. */
export function repeatableChanges(step: LedgerStep): LedgerStep["changes"] {
  if (wasInteractive(step)) return [];
  const byHand = new Set(step.handmade.map(({ path }) => path));
  return significantChanges(step.changes).filter(({ path }) => !byHand.has(path));
}

/**
 * The COPYs of what a step left by hand. A file that a later step may use is not overtaken by that
 * step; others come late, as they change often.
 *
 * @param keeps which steps of the ledger are repeated
 */
export function handmadeItems(
  { steps }: Ledger,
  index: number,
  keeps: readonly boolean[],
): HandmadeItem[] {
  return handmadeFiles(steps[index]).map((file) => {
    const isUsed = steps.some((step, later) =>
      later > index && keeps[later] && uses(step, file.path)
    );
    return { kind: "handmade", step: index, rank: isUsed ? "fixed" : "source", file };
  });
}

/** Leaves out each edit that another of the same file follows before any step could have used it. */
export function withoutSuperseded(items: readonly Item[], { steps }: Ledger): Item[] {
  return items.filter((item, at) => {
    if (item.kind !== "handmade") return true;
    const { path } = item.file;
    for (const later of items.slice(at + 1)) {
      if (later.kind === "handmade" && later.file.path === path) return false;
      const usesIt = (later.kind === "run" || later.kind === "copy") &&
        uses(steps[later.step], path);
      if (usesIt) return true;
    }
    return true;
  });
}

/** Any program may look into `/etc` and a dot file, the rest must be named or changed. */
function uses(step: LedgerStep, path: string): boolean {
  return isWithin("/etc", path) || /\/\.[^/]+$/.test(path) || mayUse(step, path) ||
    step.changes.some((change) => change.path === path);
}

/** Names in the context: the last edit of a file has the plain one. */
export function contextPaths(items: readonly HandmadeItem[]): Map<HandmadeItem, string> {
  return new Map(items.map((item) => {
    const isLast = items.findLast(({ file }) => file.path === item.file.path) === item;
    return [item, `${handmadeFolder}${item.file.path}${isLast ? "" : `.step-${item.step + 1}`}`];
  }));
}
