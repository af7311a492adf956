import type { LedgerStep } from "../containerize/ledger.ts";
import { redoSeconds } from "./recorded_step.ts";

/**
 * Seconds that a commit takes, which packs whatever differs from the container's image: 3 s for
 * 600 MB on 20.10.24.
 */
export function commitSeconds(bytes: number): number {
  return 0.3 + bytes / 200e6;
}

/** True when doing the steps again would cost more than an image that spares it. */
export function isWorthCommitting(steps: readonly LedgerStep[], bytes: number): boolean {
  return redoCost(steps) > commitSeconds(bytes);
}

/** Seconds that it takes to do steps again. */
export function redoCost(steps: readonly LedgerStep[]): number {
  return steps.reduce((sum, step) => sum + redoSeconds(step), 0);
}

/** Bytes that steps have put where they were not: about what a commit has to pack. */
export function addedBytes(steps: readonly LedgerStep[]): number {
  return steps.flatMap(({ changes }) => changes)
    .reduce((sum, { bytes }) => sum + Math.max(0, bytes), 0);
}
