import type { DkContext } from "../cli/context.ts";
import { choice, type ValueFlag } from "../cli/flags.ts";
import {
  openProgress,
  type ProgressMode,
  progressModes,
  type ProgressView,
} from "../view/progress/open.ts";

const modes = choice(
  progressModes,
  "Live lines, plain lines, an event a line as JSON, or nothing; on stderr",
);

/** `--progress`, on stderr. Docker's `auto` means what is done without the flag, `none` is quiet. */
export const progressFlag: ValueFlag<ProgressMode | undefined> = {
  ...modes,
  parse: (value, flag) => {
    if (value === "auto") return undefined;
    return value === "none" ? "quiet" : modes.parse(value, flag);
  },
};

/** The progress that a command's `--progress` and `--quiet` ask for. */
export function progressOf(
  context: DkContext,
  flags: { progress: ProgressMode | undefined; quiet: boolean },
): ProgressView {
  return openProgress(flags.progress ?? (flags.quiet ? "quiet" : undefined), context);
}
