import { inspectImage } from "../../engine/images/inspect.ts";
import type { Engine } from "../../engine/transport.ts";

/**
 * What `--metadata-file` holds, under the names that buildx uses: the image's digests and names.
 * An engine with a containerd store tells a manifest's digest, others the configuration's.
 */
export async function buildMetadata(
  engine: Engine,
  image: { id?: string; tags: readonly string[] },
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  if (!image.id) return {};
  const { Descriptor } = await inspectImage(engine, image.id, { signal });
  const digest = Descriptor ? "containerimage.digest" : "containerimage.config.digest";
  return {
    [digest]: image.id,
    ...image.tags.length > 0 && { "image.name": image.tags.join(",") },
  };
}
