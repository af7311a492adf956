import type { LedgerStep } from "../containerize/ledger.ts";
import type { FileChange } from "./file_listing.ts";
import type { SessionOrigin } from "./rebuild.ts";
import type { Difference, OtherEnd } from "./replay.ts";
import type { ShellState } from "./shell_protocol.ts";
import type { Snapshot } from "./snapshots.ts";

/** What a timeline needs to know of its session. */
export interface TimelineRequest extends SessionOrigin {
  /** Milliseconds. */
  now(): number;
  /** Where the last listing of the files is kept for another dk; nowhere when left out. */
  listingFile?: string;
  /** Called when {@link Timeline.saved} tells something new that no move and no step has brought. */
  changed?: () => void;
  /** Tells when a snapshot is to be made; when that pays, if left out. */
  isWorthCommitting?: (steps: readonly LedgerStep[], bytes: number) => boolean;
}

/** Where an undo, a redo or a restoration has led. */
export interface Move {
  /** Number of steps in force. */
  at: number;
  /** What the user's shell is to be brought to; undefined when nothing was ever recorded. */
  state: ShellState | undefined;
  /** True when the session has another container now, and shells must be opened in it. */
  isElsewhere: boolean;
  /** What steps done again did not do as they did before. */
  differences: readonly Difference[];
  /** Steps that ended otherwise. */
  otherEnds: readonly OtherEnd[];
  /** The end of what the steps printed that were done again. */
  output: string;
}

/** What a way of moving has to tell. */
export type MoveReport = Partial<Pick<Move, "isElsewhere" | "differences" | "otherEnds">>;

/** The part of a timeline that is to be written down; plain data. */
export interface SavedTimeline {
  /** Tells the session's containers and images from those of others. */
  id: string;
  container: string;
  /** Number of steps in force; those after it are undone. */
  at: number;
  /** Number of steps in the image of the container. */
  origin: number;
  snapshots: Omit<Snapshot, "listing">[];
  /** Files of the project that were read, relative paths. */
  read: string[];
}

/** What another dk has found of a session. */
export interface Reunion {
  /** What had become of the container: a new one has been made where it was gone. */
  container: "running" | "ended" | "gone";
  /**
   * What has changed in it since the last step was recorded: a command was running when dk ended.
   * {@link Timeline.restore} to the present number of steps takes it back.
   */
  unrecorded: readonly FileChange[];
  /** The last state of the user's shell, and what a replay did otherwise. */
  move: Move;
}

/** The request of one session among others. */
export function ofSession(request: TimelineRequest, id: string): TimelineRequest {
  return { ...request, settings: { ...request.settings, id } };
}
