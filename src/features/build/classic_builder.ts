import { buildImage, type BuildResult } from "../../engine/build.ts";
import { inspectImage } from "../../engine/images/inspect.ts";
import { formatPlatform, normalizePlatform, parsePlatform } from "../../image/platform.ts";
import { findRegistryConfig } from "../../registry/credential_store.ts";
import type { DockerfileSource } from "./dockerfile_source.ts";
import { explainFailure, heredocFailure, seenDockerfile } from "./explain_failure.ts";
import { ClassicProgress } from "./classic_progress.ts";
import { contextBody } from "./context_body.ts";
import { type BuildPlan, engineSettings, type LocalSource } from "./plan.ts";
import type { BuildWork } from "./request.ts";

/**
 * Builds with the classic builder, or with whatever takes an archive (Podman): the whole context
 * is sent each time, and all credentials that are known (engine.md 4). Containers of steps are
 * removed, also after a failure; an abort closes the connection, which cancels the build.
 *
 * @throws BuildFailure for a step that failed
 */
export async function buildWithArchive(
  plan: BuildPlan<LocalSource>,
  work: BuildWork,
): Promise<BuildResult> {
  const { engine, observe, signal } = work;
  const [registryConfig, { body, dockerfile, source }] = await Promise.all([
    findRegistryConfig(work.credentials),
    contextBody(plan, work),
  ]);
  if (!(await engine.identity(signal)).isPodman) await refuseHeredocs(source);
  const progress = new ClassicProgress(observe);
  try {
    await using stream = await buildImage(engine, body, {
      ...engineSettings(plan),
      builder: "classic",
      dockerfile,
      forceRemove: true,
      registryConfig,
      signal,
    });
    for await (const message of stream) progress.take(message);
    const result = await stream.done();
    progress.end();
    await warnOfPlatform(plan, result, work);
    return result;
  } catch (error) {
    signal?.throwIfAborted();
    const step = progress.failedStep();
    throw await explainFailure(error, { plan, now: work.now, step, dockerfile: source });
  }
}

/** The classic builder of 23.0 and later drops the bodies of heredocs in silence. @throws Failure */
async function refuseHeredocs(source: DockerfileSource | undefined): Promise<void> {
  const dockerfile = await seenDockerfile(source);
  const heredoc = dockerfile?.instructions.find(({ body }) => body !== undefined);
  if (heredoc) throw heredocFailure(heredoc, dockerfile!, "it would drop what stands in them");
}

/** 20.10 takes the base that is there, whatever platform it is for, and says nothing. */
async function warnOfPlatform(
  { platform }: BuildPlan,
  { imageId }: BuildResult,
  { engine, observe, signal }: BuildWork,
): Promise<void> {
  if (!platform || !imageId) return;
  const { Os, Architecture } = await inspectImage(engine, imageId, { signal });
  const made = normalizePlatform(Os, Architecture);
  const withoutVersion = platform.replace(/\([^)]*\)/, ""); // As in windows(10.0.17763)/amd64.
  const wanted = parsePlatform(withoutVersion, made);
  // The variant is not asked of: many images of arm do not state theirs.
  if (made.os === wanted.os && made.architecture === wanted.architecture) return;
  const text = `The image is for ${formatPlatform(made)}, as its base here is, not for ${platform}`;
  observe({ kind: "notice", text });
}
