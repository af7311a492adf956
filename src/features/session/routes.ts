import { Failure } from "../../lib/failure.ts";
import type { RecordedStep } from "./recorded_step.ts";
import type { Reversal } from "./reversal.ts";
import { redoCost } from "./snapshot_policy.ts";
import type { Snapshot } from "./snapshots.ts";
import type { Move, MoveReport } from "./timeline_types.ts";

/** A way from one state of the session to another. */
export type Route =
  /** Undoes in the container what steps did to files. */
  | { kind: "reverse"; seconds: number; reversal: Reversal }
  /** Does steps again in the container. */
  | { kind: "forward"; seconds: number }
  /** A new container of a snapshot, of the one that is being made, or of the base image. */
  | { kind: "rebuild"; seconds: number; from: Snapshot | "pending" | "base" };

/** Where a session is, where it is to go, and what there is for the way. */
export interface Position {
  steps: readonly RecordedStep[];
  /** Steps in force now, and steps that are to be. */
  at: number;
  target: number;
  snapshots: readonly Snapshot[];
  /** Milliseconds to wait for it. */
  pending: { step: number; wait: number } | undefined;
  /** How to go back in the same container; undefined where that is not exact. */
  reversal: Reversal | undefined;
  /** True when the container cannot be trusted to be in the state that it should be in. */
  isAstray: boolean;
}

/** Seconds for a new container with its shells and the first listing of its files. */
const newContainer = 0.8;
/** To put back one path of an image, and to remove one path, about. */
const restoreOne = 0.03;
const removeOne = 0.0005;
/** What steps do again need not come out as it was: worth some waiting. */
const doubt = 1;

/** The ways to the wanted state, the best first: quick ones, and rather exact ones. */
export function planRoutes(position: Position): Route[] {
  const { steps, at, target, snapshots, pending, reversal, isAstray } = position;
  const redo = (from: number) => {
    const seconds = redoCost(steps.slice(from, target).map(({ step }) => step));
    return seconds > 0 ? seconds + doubt : 0;
  };
  const routes: Route[] = snapshots
    .filter(({ step }) => step <= target)
    .map((from) => ({ kind: "rebuild", from, seconds: newContainer + redo(from.step) }));
  routes.push({ kind: "rebuild", from: "base", seconds: newContainer + redo(0) });
  if (pending && pending.step <= target) {
    const seconds = pending.wait / 1000 + newContainer + redo(pending.step);
    routes.push({ kind: "rebuild", from: "pending", seconds });
  }
  if (!isAstray && target < at && reversal) {
    const { remove, restore, folders, attributes } = reversal;
    const seconds = restore.length * restoreOne +
      (remove.length + folders.length + attributes.length) * removeOne;
    routes.push({ kind: "reverse", seconds, reversal });
  }
  if (!isAstray && target > at) routes.push({ kind: "forward", seconds: redo(at) });
  return routes.sort((one, other) => one.seconds - other.seconds);
}

/** No way led to the wanted state. */
export function unreachableState(target: number): Failure {
  return new Failure(`Cannot go back to the state after ${target} commands`, {
    why: "No container of it could be made",
    next: "Go on with dk containerize --resume, or begin a new session",
  });
}

/** What to tell of the state that a way has led to. */
export function arrival(
  steps: readonly RecordedStep[],
  target: number,
  output: string,
  report: MoveReport,
): Move {
  const state = steps[target - 1]?.step.after ?? steps[0]?.step.before;
  const nothing = { isElsewhere: false, differences: [], otherEnds: [] };
  return { at: target, state, output, ...nothing, ...report };
}
