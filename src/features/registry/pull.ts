import { pullImage } from "../../engine/images/pull.ts";
import {
  formatReference,
  type ImageReference,
  repositoryName,
  tagOrDigest,
  withDefaultTag,
} from "../../image/reference.ts";
import { follow, loginFor, refusal, type RegistryWork } from "./access.ts";

/** What was pulled. */
export interface Pulled {
  /** Everything written out, such as `docker.io/library/debian:12`. */
  reference: string;
  /** Of the manifest; where all tags were pulled or the engine does not say, there is none. */
  digest?: string;
}

/**
 * Pulls an image, or all tags of a repository, with the credentials known for its registry.
 *
 * @throws Failure when it is refused, with the registry's reason and the way out
 */
export async function pull(
  ref: ImageReference,
  options: { allTags: boolean; platform?: string },
  work: RegistryWork,
): Promise<Pulled> {
  const login = await loginFor(ref, work);
  const wanted = options.allTags ? undefined : tagOrDigest(ref);
  try {
    await using stream = await pullImage(
      work.engine,
      { name: repositoryName(ref), tagOrDigest: wanted },
      { registryAuth: login.registryAuth, platform: options.platform, signal: work.signal },
    );
    const { digest } = await follow(stream, work.progress);
    if (options.allTags) return { reference: repositoryName(ref) };
    return { reference: formatReference(withDefaultTag(ref)), digest };
  } catch (error) {
    throw refusal(error, "pull", ref, login);
  }
}
