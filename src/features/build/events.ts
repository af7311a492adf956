import type { SizedPath } from "../context/largest.ts";

/** What happens while an image is built; renderers draw these, nothing else is printed. */
export type BuildEvent =
  | ContextEvent
  | StepEvent
  | OutputEvent
  | TransferEvent
  | NoticeEvent
  | LargeContextEvent;

/** Part of the context has been sent. */
export interface ContextEvent {
  kind: "context";
  /** Files and bytes sent since the event before. */
  files: number;
  bytes: number;
}

/** A step began or ended. */
export interface StepEvent {
  kind: "step";
  /** Stays the same through the life of the step. */
  id: string;
  /** As the builder calls it: `[2/3] RUN make`, `Step 2/3 : RUN make`. */
  name: string;
  state: "started" | "done" | "cached" | "failed";
  /** How long it took; known once it is done. */
  seconds?: number;
}

/** A step printed something. */
export interface OutputEvent {
  kind: "output";
  step: string;
  stream: "stdout" | "stderr";
  data: Uint8Array;
}

/** A layer is being pulled or an image written; replaces the former state of the same `id`. */
export interface TransferEvent {
  kind: "transfer";
  step: string;
  id: string;
  label: string;
  /** Bytes; `total` is 0 where it is not known. */
  current: number;
  total: number;
  done: boolean;
}

/** Something the user should know that does not stop the build. */
export interface NoticeEvent {
  kind: "notice";
  text: string;
}

/** The context is so large that its author may want to look at it. */
export interface LargeContextEvent {
  kind: "large-context";
  bytes: number;
  /** In the order of a listing; directories with all they hold. */
  largest: readonly SizedPath[];
}

/** Takes the events as they come. */
export type BuildObserver = (event: BuildEvent) => void;
