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
    const [{ pull }, { openProgress }, { credentialOptions }] = await Promise.all([
      import("../features/registry/pull.ts"),
      import("../view/progress/open.ts"),
      import("./credential_options.ts"),
    ]);
    using progress = openProgress(quiet ? "quiet" : undefined, context);
    await pull(ref, { allTags: false, platform }, {
      engine,
      credentials: credentialOptions(context),
      progress: (event) => progress.event(event),
      signal: context.signal,
    });
  };
}
