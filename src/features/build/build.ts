import type { BuildResult } from "../../engine/build.ts";
import type { Engine } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import { buildWithBuildkit } from "./buildkit_builder.ts";
import { buildWithArchive } from "./classic_builder.ts";
import type { LocalSource } from "./plan.ts";
import type { BuildRequest, BuildWork } from "./request.ts";

export const builderChoices = ["auto", "buildkit", "classic"] as const;
export type BuilderChoice = typeof builderChoices[number];

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
  if (builder !== "classic" && await mayHaveBuildkit(work.engine, work.signal)) {
    const result = await buildWithBuildkit(request, work);
    if (result) return result;
  }
  if (builder === "buildkit") throw noBuildkit(work.engine.address);
  refuseUnknownToClassic(request);
  return await buildWithArchive(request.plan, work);
}

/** 20.10 does not advertise BuildKit and has it (engine.md 5.6); Podman and Windows have not. */
async function mayHaveBuildkit(engine: Engine, signal?: AbortSignal): Promise<boolean> {
  const { isPodman, os } = await engine.identity(signal);
  return !isPodman && os !== "windows";
}

function noBuildkit(address: string): Failure {
  return new Failure(`The engine at ${address} offers no BuildKit`, {
    next: "Leave --builder out, or use --builder classic",
  });
}

/**
 * What the classic builder would pass over in silence. It has no way to lend: it knows no mounts,
 * and whatever is copied in stays in a layer.
 */
function refuseUnknownToClassic({ secrets, sshAgents, loan, output }: BuildRequest) {
  const asked = [
    secrets.size > 0 && "--secret",
    sshAgents.size > 0 && "--ssh",
    loan && "--ca, DK_CA or --credentials",
    output && "--output",
  ].filter(Boolean);
  if (asked.length === 0) return;
  throw new Failure(`The classic builder does not know ${asked.join(", ")}`, {
    next: "Use an engine with BuildKit, or leave the flag out",
  });
}
