import { basename, dirname, isWithin } from "../../lib/path.ts";
import type { LedgerStep } from "./ledger.ts";
import { stepKind } from "./packages.ts";
import { significantChanges } from "./significant_changes.ts";

/** A path that came and went: between which steps. */
interface Passing {
  path: string;
  made: number;
  removed: number;
}

/** Where a distribution's package manager keeps account, and what it renews each time. */
const accounts =
  /^\/(var\/lib\/(dpkg|apt|rpm|dnf|yum)|usr\/lib\/(sysimage\/rpm|apk\/db)|lib\/apk\/db)\/|^\/etc\/(ld\.so\.cache|apk\/world)$/;

/**
 * Steps that came to nothing: all that they changed was made in the session and removed again, and
 * no step that stays could have used it meanwhile. Steps that share such a path stay or go
 * together, as removing what was never made would fail.
 */
export function detours(steps: readonly LedgerStep[]): Set<number> {
  const areSystem = steps.map(({ ran }) => stepKind(ran) === "system");
  const changes = steps.map((step, index) =>
    significantChanges(step.changes).filter(({ path, kind }) =>
      !areSystem[index] || kind !== "modified" || !accounts.test(path)
    )
  );
  const passing = passingPaths(changes);
  const isPassing = (path: string, step: number) =>
    passing.some((each) => each.path === path && each.made <= step && step <= each.removed);
  const idle = new Set(
    steps.flatMap((_, index) =>
      changes[index].length > 0 &&
        changes[index].every(({ path }) => isPassing(path, index))
        ? [index]
        : []
    ),
  );
  for (let size = -1; size !== idle.size;) {
    size = idle.size;
    for (const each of passing) {
      // A failed step is not repeated and stands in nobody's way.
      const sharing = steps.flatMap(({ exit }, index) =>
        exit === 0 && touches(changes[index], each, index) ? [index] : []
      );
      const isUsed = steps.some((step, index) =>
        !idle.has(index) && changes[index].length > 0 && index > each.made &&
        index < each.removed &&
        // Whatever is built while a package is there may use it without a word.
        (areSystem[each.made] ? !areSystem[index] : mayUse(step, each.path))
      );
      if (isUsed || sharing.some((index) => !idle.has(index))) {
        for (const index of sharing) idle.delete(index);
      }
    }
  }
  return idle;
}

function passingPaths(changes: readonly LedgerStep["changes"][]): Passing[] {
  const open = new Map<string, number>();
  const passing: Passing[] = [];
  changes.forEach((own, index) => {
    for (const { path, kind } of own) {
      const made = open.get(path);
      if (kind === "added") open.set(path, index);
      if (kind !== "removed" || made === undefined) continue;
      passing.push({ path, made, removed: index });
      open.delete(path);
    }
  });
  return passing;
}

function touches(changes: LedgerStep["changes"], { path, made, removed }: Passing, index: number) {
  return made <= index && index <= removed && changes.some((change) => change.path === path);
}

/** By naming it or its folder, or by looking around where it is. */
export function mayUse(
  { command, before }: Pick<LedgerStep, "command" | "before">,
  path: string,
): boolean {
  const folder = basename(dirname(path));
  return command.includes(basename(path)) || (folder !== "" && command.includes(folder)) ||
    (before.directory !== "/" && isWithin(before.directory, path));
}
