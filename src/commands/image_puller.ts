import type { DkContext } from "../cli/context.ts";
import type { Engine } from "../engine/transport.ts";
import type { ImagePuller } from "../features/run/image_at_hand.ts";

/**
 * How a command pulls an image that it needs: as `dk pull` does, progress on stderr. All of it is
 * loaded when an image is missing, which is seldom.
 *
 * @param quiet shows nothing
 */
export function imagePuller(context: DkContext, engine: Engine, quiet: boolean): ImagePuller {
  return async (ref, platform) => {
    const [{ pull }, { openProgress }, { registryWork }] = await Promise.all([
      import("../features/registry/pull.ts"),
      import("../view/progress/open.ts"),
      import("./registry_work.ts"),
    ]);
    using progress = openProgress(quiet ? "quiet" : undefined, context);
    const work = registryWork(context, engine, progress);
    await pull(ref, { allTags: false, platform }, work);
  };
}
