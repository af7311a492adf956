import { basename, isWithin } from "../../lib/path.ts";
import { repeatableChanges } from "./handmade_item.ts";
import type { LedgerStep } from "./ledger.ts";
import { parseChain } from "./shell_words.ts";

/**
 * Failed steps that the rest of the session stands on: they left files that a later step or the
 * test uses, and no repeat of the same program has made them superfluous. They are repeated, their
 * failure ignored.
 */
export function usedFailures(steps: readonly LedgerStep[], test: string): Set<number> {
  const used = new Set<number>();
  steps.forEach((step, index) => {
    if (step.exit === 0) return;
    const later = steps.slice(index + 1);
    if (later.some((next) => next.exit === 0 && isSameWork(step, next))) return;
    const users = later.filter((next) => next.exit === 0 && next.changes.length > 0);
    const end = { command: test, before: (steps.at(-1) ?? step).after };
    const left = repeatableChanges(step).filter(({ kind, path }) =>
      kind !== "removed" && !later.some(({ changes }) => changes.some((each) => each.path === path))
    );
    const isUsed = left.some(({ path }) => [...users, end].some((next) => uses(next, path)));
    if (isUsed) used.add(index);
  });
  return used;
}

/** By naming it, or by being in it. */
function uses({ command, before }: Pick<LedgerStep, "command" | "before">, path: string): boolean {
  const name = basename(path).replace(/\W/g, "\\$&");
  return isWithin(path, before.directory) ||
    new RegExp(`(^|[^\\w.-])${name}($|[^\\w.-])`).test(command);
}

/** The same program in the same place: a second try. */
function isSameWork(a: LedgerStep, b: LedgerStep): boolean {
  const programs = ({ command }: LedgerStep) =>
    (parseChain(command) ?? []).map(({ words }) => words[0]?.raw ?? "");
  const [own, others] = [programs(a), programs(b)];
  return a.command === b.command || (a.before.directory === b.before.directory &&
    own.length > 0 && own.every((program) => others.includes(program)));
}
