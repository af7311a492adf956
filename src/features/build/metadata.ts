import { inspectImage } from "../../engine/images/inspect.ts";
import type { Engine } from "../../engine/transport.ts";
import { formatReference, parseReference } from "../../image/reference.ts";

/**
 * What `--metadata-file` holds, under the names and in the forms that buildx uses: the image's
 * digests and its names in full. On a containerd store the digest is a manifest's, and its
 * descriptor comes along; elsewhere it is the configuration's under both names.
 */
export async function buildMetadata(
  engine: Engine,
  image: { id?: string; tags: readonly string[] },
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  if (!image.id) return {};
  const { Descriptor } = await inspectImage(engine, image.id, { signal });
  const names = image.tags.map((tag) => formatReference(parseReference(tag)));
  return {
    ...!Descriptor && { "containerimage.config.digest": image.id },
    ...Descriptor && { "containerimage.descriptor": descriptorOf(Descriptor) },
    "containerimage.digest": image.id,
    ...names.length > 0 && { "image.name": names.join(",") },
  };
}

/** Engines may say more of it, such as its platform. */
function descriptorOf({ mediaType, digest, size }: {
  mediaType: string;
  digest: string;
  size: number;
}) {
  return { mediaType, digest, size };
}
