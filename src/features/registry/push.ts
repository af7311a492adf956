import { EngineError } from "../../engine/errors.ts";
import { inspectImage } from "../../engine/images/inspect.ts";
import { listImages } from "../../engine/images/list.ts";
import { pushImage } from "../../engine/images/push.ts";
import {
  familiarName,
  familiarReference,
  formatReference,
  type ImageReference,
  repositoryName,
  withDefaultTag,
} from "../../image/reference.ts";
import { Failure } from "../../lib/failure.ts";
import { follow, loginFor, refusal, type RegistryLogin, type RegistryWork } from "./access.ts";

/** What a registry has now. */
export interface Pushed {
  /** Everything written out, such as `registry.example:5000/me/app:1`. */
  reference: string;
  /** Of the manifest. */
  digest: string;
  /** Bytes of the manifest, where the engine says. */
  size?: number;
}

/**
 * Pushes one tag, or every tag that the engine has of a repository, with the credentials known
 * for the registry.
 *
 * @throws Failure when the engine has no such image, and when the push is refused
 */
export async function push(
  ref: ImageReference,
  options: { allTags: boolean },
  work: RegistryWork,
): Promise<Pushed[]> {
  const refs = options.allTags ? await localTags(ref, work) : [withDefaultTag(ref)];
  if (!options.allTags) await checkPresent(refs[0], work);
  const login = await loginFor(ref, work);
  const pushed: Pushed[] = [];
  for (const one of refs) pushed.push(await pushOne(one, login, work));
  return pushed;
}

async function pushOne(
  ref: ImageReference,
  login: RegistryLogin,
  work: RegistryWork,
): Promise<Pushed> {
  try {
    await using stream = await pushImage(
      work.engine,
      { name: repositoryName(ref), tag: ref.tag! },
      { registryAuth: login.registryAuth, signal: work.signal },
    );
    const { digest, size } = await follow(stream, work.progress);
    return { reference: formatReference(ref), digest, size };
  } catch (error) {
    throw refusal(error, "push", ref, login);
  }
}

/** Asked first: of an image that is not there, engines tell in the words of a failed push. */
async function checkPresent(ref: ImageReference, { engine, signal }: RegistryWork): Promise<void> {
  try {
    await inspectImage(engine, familiarReference(ref), { signal });
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) throw absent(familiarReference(ref));
    throw error;
  }
}

async function localTags(
  ref: ImageReference,
  { engine, signal }: RegistryWork,
): Promise<ImageReference[]> {
  const name = familiarName(ref);
  const images = await listImages(engine, { filters: { reference: [name] }, signal });
  const tags = images.flatMap(({ RepoTags }) => RepoTags ?? [])
    .filter((reference) => reference.startsWith(`${name}:`))
    .map((reference) => reference.slice(name.length + 1));
  if (tags.length === 0) throw absent(name);
  return tags.sort().map((tag) => ({ ...ref, tag }));
}

function absent(name: string): Failure {
  return new Failure(`The engine has no image ${name}`, {
    next: `Name one that it has with: dk tag IMAGE ${name}`,
  });
}
