import type { DkContext } from "../cli/context.ts";
import { choice } from "../cli/flags.ts";
import {
  openProgress,
  type ProgressMode,
  progressModes,
  type ProgressView,
} from "../view/progress/open.ts";

/** `--progress`, on stderr. */
export const progressFlag = choice(
  progressModes,
  "Live lines, plain lines, an event a line as JSON, or nothing; on stderr",
);

/** The progress that a command's `--progress` and `--quiet` ask for. */
export function progressOf(
  context: DkContext,
  flags: { progress: ProgressMode | undefined; quiet: boolean },
): ProgressView {
  return openProgress(flags.progress ?? (flags.quiet ? "quiet" : undefined), context);
}
