import { Failure } from "../../lib/failure.ts";
import type { Platform } from "../../image/platform.ts";
import type { Cancellable } from "../ask.ts";
import { auxString, type EngineMessage } from "../messages.ts";
import { imagePath } from "../paths.ts";
import { ProgressStream } from "../progress.ts";
import type { Transport } from "../transport.ts";
import { platformJson } from "./platform_json.ts";
import { type RegistryAccess, registryAuthHeader } from "./registry_access.ts";

/** What a registry has now. */
export interface PushResult {
  tag: string;
  /** Of the manifest. */
  digest: string;
  /** Bytes of the manifest. */
  size: number;
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
  options: Cancellable & RegistryAccess & { platform?: Platform } = {},
): Promise<ProgressStream<PushResult>> {
  const response = await transport.request({
    method: "POST",
    path: imagePath(image.name, "push"),
    query: { tag: image.tag, platform: platformJson(options) },
    headers: registryAuthHeader(options),
    signal: options.signal,
  });
  let pushed: PushResult | undefined;
  return new ProgressStream(response, {
    take: (message) => void (pushed = pushedBy(message, image.tag) ?? pushed),
    result() {
      if (pushed) return pushed;
      throw new Failure(`The push of ${image.name}:${image.tag} ended without a digest`, {
        why: "The engine broke off or pushed nothing",
        next: "Push again; layers that the registry has are not sent twice",
      });
    },
  });
}

/** What a containerd store says instead of `aux` (28.5.2): `1.2: digest: sha256:… size: 400`. */
const pushedLine = /^(\S+): digest: (sha\d+:[0-9a-f]+) size: (\d+)$/;

function pushedBy(message: EngineMessage, tag: string): PushResult | undefined {
  const digest = auxString(message, "Digest");
  if (digest) {
    const { Size = 0 } = message.aux as { Size?: number };
    return { tag: auxString(message, "Tag") ?? tag, digest, size: Size };
  }
  const line = message.status?.match(pushedLine);
  return line ? { tag: line[1], digest: line[2], size: Number(line[3]) } : undefined;
}
