import type { ImageConfig } from "../../engine/images/inspect.ts";
import { inspectImage } from "../../engine/images/inspect.ts";
import type { Transport } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import { hasImage, type PullAccess, pullForRun } from "../run/image_at_hand.ts";

/**
 * Fetches the base image unless the engine has it; resolves with what containers made of it
 * begin with.
 *
 * @throws Failure when it cannot be pulled
 */
export async function fetchBase(
  engine: Transport,
  image: string,
  pull: PullAccess,
): Promise<ImageConfig> {
  const { signal } = pull;
  if (!await hasImage(engine, image, signal)) {
    try {
      await pullForRun(engine, image, undefined, pull);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // The exit code 125 belongs to dk run.
      const { message, why, next } = error;
      throw new Failure(message, { why, next, cause: error });
    }
  }
  return (await inspectImage(engine, image, { signal })).Config ?? {};
}
