import { buildImage, type BuildResult } from "../../engine/build.ts";
import { findRegistryConfig } from "../../registry/credential_store.ts";
import { ClassicProgress } from "./classic_progress.ts";
import { contextBody } from "./context_body.ts";
import { type BuildPlan, engineSettings, type LocalSource } from "./plan.ts";
import type { BuildWork } from "./request.ts";
import { explainStep } from "./step_failure.ts";

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
  const [registryConfig, { body, dockerfile }] = await Promise.all([
    findRegistryConfig(work.credentials),
    contextBody(plan, work),
  ]);
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
    return result;
  } catch (error) {
    signal?.throwIfAborted();
    throw await explainStep(error, progress.failedStep(), plan, work);
  }
}
