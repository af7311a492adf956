import type { Cancellable } from "../ask.ts";
import { ProgressStream } from "../progress.ts";
import type { Transport } from "../transport.ts";
import { type RegistryAccess, registryAuthHeader } from "./registry_access.ts";

/** What a pull came to, as far as the engine says. */
export interface PullResult {
  /** Digest of what the reference stands for; Podman and some registries leave it out. */
  digest?: string;
}

/**
 * Pulls an image: `POST /images/create` (engine.md 7 and 8.1). `name` is without tag;
 * without `tagOrDigest` the engine pulls every tag that there is.
 *
 * The stream rejects with an InBandError when the registry refuses.
 *
 * @throws EngineError 404 or 500 when the pull fails before its first message
 */
export async function pullImage(
  transport: Transport,
  image: { name: string; tagOrDigest?: string },
  options: Cancellable & RegistryAccess & { platform?: string } = {},
): Promise<ProgressStream<PullResult>> {
  const response = await transport.request({
    method: "POST",
    path: "/images/create",
    query: { fromImage: image.name, tag: image.tagOrDigest, platform: options.platform },
    headers: registryAuthHeader(options),
    signal: options.signal,
  });
  const result: PullResult = {};
  return new ProgressStream(response, {
    take(message) {
      const digest = message.status?.match(/^Digest: (\S+:[0-9a-f]+)$/)?.[1];
      if (digest) result.digest = digest;
    },
    result: () => result,
  });
}
