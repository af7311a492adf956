import { Failure } from "../../lib/failure.ts";
import type { Cancellable } from "../ask.ts";
import { auxString } from "../messages.ts";
import { imagePath } from "../paths.ts";
import { ProgressStream } from "../progress.ts";
import type { Transport } from "../transport.ts";
import { type RegistryAccess, registryAuthHeader } from "./registry_access.ts";

/** What a registry has now. */
export interface PushResult {
  tag: string;
  /** Of the manifest. */
  digest: string;
  /** Bytes of the manifest; Podman and the containerd store may leave it out. */
  size?: number;
}

/**
 * Pushes one tag: `POST /images/NAME/push` (engine.md 7 and 8.1). `name` is the full repository
 * name; the tag is always passed, because the engine pushes every tag there is without one.
 *
 * The stream rejects with an InBandError when the registry refuses, and with a Failure when it
 * ends without the digest of what was pushed.
 *
 * @throws EngineError 404 when the engine has no such image
 */
export async function pushImage(
  transport: Transport,
  image: { name: string; tag: string },
  options: Cancellable & RegistryAccess & { platform?: string } = {},
): Promise<ProgressStream<PushResult>> {
  const response = await transport.request({
    method: "POST",
    path: imagePath(image.name, "push"),
    query: { tag: image.tag, platform: options.platform },
    headers: registryAuthHeader(options),
    signal: options.signal,
  });
  let pushed: PushResult | undefined;
  return new ProgressStream(response, {
    take(message) {
      const digest = auxString(message, "Digest");
      if (!digest) return;
      const { Size } = message.aux as { Size?: number };
      pushed = { tag: auxString(message, "Tag") ?? image.tag, digest, size: Size };
    },
    result() {
      if (pushed) return pushed;
      throw new Failure(`The push of ${image.name}:${image.tag} ended without a digest`, {
        why: "The engine broke off or pushed nothing",
        next: "Push again; layers that the registry has are not sent twice",
      });
    },
  });
}
