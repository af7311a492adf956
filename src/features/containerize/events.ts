import type { Proof } from "./proof/proof.ts";
import type { ProgressEvent } from "../../lib/progress_event.ts";

/** What containerize tells while it works; the command draws it. */
export type ContainerizeEvent =
  /** A new part of the work begins. */
  | { kind: "stage"; text: string }
  /** A step is about to run, as it will be run; or not, for a reason. */
  | { kind: "step"; number: number; of: number; command: string; skipped?: string }
  /** What the steps print, stdout and stderr in their order. */
  | { kind: "step-output"; bytes: Uint8Array }
  | { kind: "dockerfile"; text: string }
  | { kind: "proof"; proof: Proof }
  | { kind: "build"; progress: ProgressEvent }
  | { kind: "test-output"; stream: "stdout" | "stderr"; bytes: Uint8Array }
  /** Something worth knowing on which nothing depends. */
  | { kind: "notice"; text: string };

/** Takes events; resolves when the bytes of the event may be overwritten. */
export type ContainerizeListener = (event: ContainerizeEvent) => void | Promise<void>;
