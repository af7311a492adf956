import { EngineError } from "../../engine/errors.ts";
import { inspectImage } from "../../engine/images/inspect.ts";
import type { Transport } from "../../engine/transport.ts";
import { type ImageReference, parseImageName } from "../../image/reference.ts";
import { Failure } from "../../lib/failure.ts";

/** Fetches an image that the engine lacks, or that is to be fetched anew. */
export type ImagePuller = (ref: ImageReference, platform?: string) => Promise<void>;

/** True when the engine holds the image that the user names. */
export async function hasImage(
  transport: Transport,
  image: string,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await inspectImage(transport, image, { signal });
    return true;
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return false;
    throw error;
  }
}

/** What to pull for an image. @throws Failure for an id, which no registry knows */
export function referenceToPull(image: string): ImageReference {
  const name = parseImageName(image);
  if (name.kind === "reference") return name.ref;
  throw absentImage(image, "An image's id is not known to any registry");
}

/** The error for an image that is not there and is not to be pulled. */
export function absentImage(image: string, why: string): Failure {
  return new Failure(`The engine has no image ${JSON.stringify(image)}`, {
    why,
    next: "See dk images for those it has",
  });
}
