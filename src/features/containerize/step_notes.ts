import type { LedgerStep } from "./ledger.ts";

/**
 * Which notes stand over which step's instruction. Those on a step that left nothing are about
 * what comes next; those behind the last such step stay with `undefined`.
 */
export function placedNotes(
  steps: readonly LedgerStep[],
  contributes: (step: number) => boolean,
): Map<number | undefined, readonly string[]> {
  const placed = new Map<number | undefined, readonly string[]>();
  let pending: string[] = [];
  steps.forEach(({ notes }, index) => {
    pending.push(...notes);
    if (pending.length === 0 || !contributes(index)) return;
    placed.set(index, pending);
    pending = [];
  });
  if (pending.length > 0) placed.set(undefined, pending);
  return placed;
}
