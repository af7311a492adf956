import { EngineError } from "../../engine/errors.ts";
import { inspectImage } from "../../engine/images/inspect.ts";
import { pullImage } from "../../engine/images/pull.ts";
import { InBandError } from "../../engine/messages.ts";
import { progressEvent } from "../../engine/message_events.ts";
import type { Transport } from "../../engine/transport.ts";
import {
  familiarReference,
  type ImageReference,
  parseImageName,
  repositoryName,
  tagOrDigest,
} from "../../image/reference.ts";
import { Failure } from "../../lib/failure.ts";
import type { ProgressListener } from "../../lib/progress_event.ts";
import { runExitCode } from "./start_failure.ts";

/** What a pull needs beside the engine. */
export interface PullAccess {
  /** Value of `X-Registry-Auth` for the registry with this domain; undefined for none. */
  registryAuth?(domain: string): Promise<string | undefined>;
  /** Opened when a pull begins, disposed of when it has ended. */
  openProgress(): Promise<PullProgress>;
  signal?: AbortSignal;
}

/** Shows what a pull is at. */
export interface PullProgress extends Disposable {
  event: ProgressListener;
}

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

/**
 * Pulls what `image` names.
 *
 * @throws Failure when it is an id, which no registry knows; as pullImage
 */
export async function pullForRun(
  transport: Transport,
  image: string,
  platform: string | undefined,
  access: PullAccess,
): Promise<void> {
  const name = parseImageName(image);
  if (name.kind === "id") throw absentImage(image, "An image's id is not known to any registry");
  try {
    await pullReference(transport, name.ref, platform, access);
  } catch (error) {
    throw pullFailure(error, name.ref);
  }
}

async function pullReference(
  transport: Transport,
  ref: ImageReference,
  platform: string | undefined,
  access: PullAccess,
): Promise<void> {
  const registryAuth = await access.registryAuth?.(ref.domain);
  await using pull = await pullImage(
    transport,
    { name: repositoryName(ref), tagOrDigest: tagOrDigest(ref) },
    { registryAuth, platform, signal: access.signal },
  );
  using progress = await access.openProgress();
  progress.event({ kind: "line", text: `Pulling ${familiarReference(ref)}` });
  for await (const message of pull) {
    const event = progressEvent(message);
    if (event) progress.event(event);
  }
  await pull.done();
}

/** The refusal of a pull, with the image's name. */
function pullFailure(error: unknown, ref: ImageReference): unknown {
  if (!(error instanceof EngineError || error instanceof InBandError)) return error;
  return new Failure(`Cannot pull ${familiarReference(ref)}, which the engine lacks`, {
    why: error.reason,
    next: "Check the name and the registry, or load the image on the engine first",
    exitCode: runExitCode.engine,
    cause: error,
  });
}

/** The error for an image that is not there and is not to be pulled. */
export function absentImage(image: string, why: string): Failure {
  return new Failure(`The engine has no image ${JSON.stringify(image)}`, {
    why,
    next: "See dk images for those it has",
    exitCode: runExitCode.engine,
  });
}
