import { compareVersions } from "../../engine/negotiate.ts";
import type { Engine } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import type { BuilderChoice } from "./build.ts";
import type { BuildPlan } from "./plan.ts";
import { limitNames } from "./step_limits.ts";

/** What a build asks for that not every builder has. */
export interface AskedOfBuilder {
  secrets: { size: number };
  sshAgents: { size: number };
  loan?: unknown;
  output?: unknown;
  cacheTo?: unknown;
  push?: boolean;
}

/** 20.10 does not advertise BuildKit and has it (engine.md 5.6); Podman and Windows have not. */
export async function mayHaveBuildkit(engine: Engine, signal?: AbortSignal): Promise<boolean> {
  const { isPodman, os } = await engine.identity(signal);
  return !isPodman && os !== "windows";
}

/** True where `docker build`, told nothing, is the classic builder (engine.md 1.1, 5.6). */
export async function buildsClassic(engine: Engine, signal?: AbortSignal): Promise<boolean> {
  const { isPodman, builderVersion } = await engine.identity(signal);
  return !isPodman && builderVersion !== "2";
}

/** For an engine that was asked for BuildKit and has none. */
export function noBuildkit(address: string): Failure {
  return new Failure(`The engine at ${address} offers no BuildKit`, {
    next: "Leave --builder out, or use --builder classic",
  });
}

/**
 * What the classic builder would pass over in silence. It has no way to lend: it knows no mounts,
 * and whatever is copied in stays in a layer.
 *
 * @param chosen how it came to be the builder
 */
export function refuseUnknownToClassic(asked: AskedOfBuilder, chosen: BuilderChoice): void {
  const { secrets, sshAgents, loan, output, cacheTo } = asked;
  const flags = [
    secrets.size > 0 && "--secret",
    sshAgents.size > 0 && "--ssh",
    loan && "--ca, DK_CA or --credentials",
    output && "--output",
    cacheTo && "--cache-to",
  ].filter(Boolean);
  if (flags.length === 0) return;
  throw new Failure(`The classic builder does not know ${flags.join(", ")}`, {
    next: chosen === "classic"
      ? "Use --builder buildkit, or leave the flag out"
      : "Use an engine with BuildKit, or leave the flag out",
  });
}

/** BuildKit's steps run outside the engine's networks. @throws Failure for one of those */
export function refuseUnknownToBuildkit({ networkMode }: BuildPlan): void {
  if (!networkMode || ["default", "none", "host"].includes(networkMode)) return;
  throw new Failure(`BuildKit does not know the network ${networkMode}`, {
    why: "Its steps have the network default, none or host",
    next: "Use one of these, or --builder classic",
  });
}

/**
 * Words on flags that BuildKit takes and does not heed. Engines up to 20.10 drop the first two
 * (engine.md 5.1); 23.0, which speaks 1.42, passes them on.
 *
 * @param apiVersion spoken with the engine, such as `1.41`
 */
export function unheededByBuildkit(plan: BuildPlan, apiVersion: string): string[] {
  const isOld = compareVersions(apiVersion, "1.42") < 0;
  const old = [
    isOld && plan.shmSize !== undefined && "--shm-size",
    isOld && plan.ulimits.length > 0 && "--ulimit",
  ].filter((name) => name !== false);
  const limits = limitNames(plan.limits);
  return [
    ...old.length > 0
      ? [
        `BuildKit of this engine does not heed ${inWords(old)}: Docker 23.0 does, or ` +
        "--builder classic",
      ]
      : [],
    ...limits.length > 0
      ? [`BuildKit does not heed ${inWords(limits)}: --builder classic does`]
      : [],
  ];
}

/** `a, b and c`. */
function inWords(names: readonly string[]): string {
  return [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");
}
