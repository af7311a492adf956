import type { DkContext } from "../cli/context.ts";
import type { PullAccess } from "../features/run/image_at_hand.ts";

/**
 * How a command pulls an image that it needs, its progress on stderr.
 *
 * @param quiet shows nothing
 */
export function pullAccess(context: DkContext, quiet: boolean): PullAccess {
  return {
    async openProgress() {
      const { openProgress } = await import("../view/progress/open.ts");
      return openProgress(quiet ? "quiet" : undefined, context);
    },
  };
}
