import type { ImageConfig } from "../../engine/images/inspect.ts";
import { inspectImage } from "../../engine/images/inspect.ts";
import type { Transport } from "../../engine/transport.ts";
import { hasImage, type ImagePuller, referenceToPull } from "../run/image_at_hand.ts";

/**
 * Fetches the base image unless the engine has it; resolves with what containers made of it
 * begin with.
 *
 * @throws Failure when it cannot be pulled
 */
export async function fetchBase(
  engine: Transport,
  image: string,
  pull: ImagePuller,
  signal: AbortSignal,
): Promise<ImageConfig> {
  if (!await hasImage(engine, image, signal)) await pull(referenceToPull(image));
  return (await inspectImage(engine, image, { signal })).Config ?? {};
}
