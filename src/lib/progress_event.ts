/** What long work says while it goes on; renderers turn it into lines. */
export type ProgressEvent = ItemProgress | ProgressLine | ProgressOutput;

/** How one of several things worked on at the same time stands: a layer, a host, a file. */
export interface ItemProgress {
  kind: "item";
  /** A new event of the same id replaces the former one. */
  id: string;
  /** Such as `Downloading`. */
  status: string;
  /** Bytes done. */
  current?: number;
  /** Bytes in all, where known. */
  total?: number;
}

/** A message that stands on a line of its own. */
export interface ProgressLine {
  kind: "line";
  text: string;
}

/** Output of a program, passed on as it is; need not end with a line's end. */
export interface ProgressOutput {
  kind: "output";
  text: string;
}

/** Takes events; what long work is given. */
export type ProgressListener = (event: ProgressEvent) => void;
