import type { BuildResult } from "../../engine/build.ts";
import {
  mayHaveBuildkit,
  noBuildkit,
  refuseUnknownToBuildkit,
  refuseUnknownToClassic,
  unheededByBuildkit,
} from "./builder_abilities.ts";
import { buildWithBuildkit } from "./buildkit_builder.ts";
import { buildWithArchive } from "./classic_builder.ts";
import type { LocalSource } from "./plan.ts";
import type { BuildRequest, BuildWork } from "./request.ts";

/** What `--builder` takes. */
export const builderChoices = ["auto", "buildkit", "classic"] as const;
/** A builder, or the best one that the engine has for what is asked. */
export type BuilderChoice = typeof builderChoices[number];

/** For an engine of Docker's that grants no session, as the classic builder knows less. */
const withoutSession =
  "The engine grants no BuildKit session: its classic builder is used, which sends the whole context";

/**
 * Builds an image. `auto` takes BuildKit where the engine has it, and the builder that is fed an
 * archive elsewhere.
 *
 * @throws BuildFailure for a step that failed, Failure for a context that cannot be had or sent
 */
export async function build(
  request: BuildRequest,
  builder: BuilderChoice,
  work: BuildWork,
): Promise<BuildResult> {
  const { source } = request.plan;
  if (source.kind !== "remote") {
    return await buildLocally({ ...request, plan: { ...request.plan, source } }, builder, work);
  }
  const { openRemoteContext } = await import("./remote/open.ts");
  await using context = await openRemoteContext(source.address, request.plan, work);
  const { plan, stdin = work.stdin } = context;
  return await buildLocally({ ...request, plan }, builder, { ...work, stdin });
}

async function buildLocally(
  request: BuildRequest<LocalSource>,
  builder: BuilderChoice,
  work: BuildWork,
): Promise<BuildResult> {
  const hadBuildkit = builder !== "classic" && await mayHaveBuildkit(work.engine, work.signal);
  if (hadBuildkit) {
    refuseUnknownToBuildkit(request.plan);
    const { apiVersion } = await work.engine.identity(work.signal);
    for (const text of unheededByBuildkit(request.plan, apiVersion)) {
      work.observe({ kind: "notice", text });
    }
    const result = await buildWithBuildkit(request, work);
    if (result) return result;
  }
  if (builder === "buildkit") throw noBuildkit(work.engine.address);
  refuseUnknownToClassic(request, builder);
  if (hadBuildkit) work.observe({ kind: "notice", text: withoutSession });
  return await buildWithArchive(request.plan, work);
}
