import type { DkContext } from "../cli/context.ts";
import { credentialOptions } from "./credential_options.ts";
import type { PullAccess } from "../features/run/image_at_hand.ts";

/**
 * How a command pulls an image that it needs, its progress on stderr.
 *
 * @param quiet shows nothing
 */
export function pullAccess(context: DkContext, quiet: boolean): PullAccess {
  return {
    async registryAuth(domain) {
      const { findRegistryAuth } = await import("../registry/credential_store.ts");
      return await findRegistryAuth(domain, credentialOptions(context));
    },
    async openProgress() {
      const { openProgress } = await import("../view/progress/open.ts");
      return openProgress(quiet ? "quiet" : undefined, context);
    },
  };
}
