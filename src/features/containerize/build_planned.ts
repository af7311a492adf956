import type { Engine } from "../../engine/transport.ts";
import { mayHaveBuildkit } from "../build/builder_abilities.ts";
import { buildNameless, removeNameless } from "./build_image.ts";
import { buildLending, type Lender } from "./build_lending.ts";
import type { ContainerizeListener } from "./events.ts";
import { type DockerfilePlan, testStage } from "./plan.ts";
import { buildContext, type Project } from "./project.ts";

/** What a build works with. */
export interface BuildWorld {
  listen: ContainerizeListener;
  /** Milliseconds since the epoch. */
  now(): number;
  signal: AbortSignal;
  lender: Lender;
}

/**
 * Builds the image of a plan from the project and the plan's own files; resolves with its id, it
 * has no name yet. BuildKit does it where the Dockerfile needs it and the engine has it.
 *
 * @param text the plan as a Dockerfile
 * @throws Failure or BuildFailure with the end of the builder's output
 */
export async function buildPlanned(
  engine: Engine,
  project: Project,
  { plan, text }: { plan: DockerfilePlan; text: string },
  world: BuildWorld,
): Promise<string> {
  const { lender, now, signal } = world;
  const { files, secrets } = plan;
  const context = (text: string) => buildContext(project, text, now(), files);
  const lends = lender.loan !== undefined || secrets.size > 0;
  if (!lends && !(needsBuildkit(plan) && await mayHaveBuildkit(engine, signal))) {
    return await buildNameless(engine, context(text), world);
  }
  const wanted = { dockerfile: text, context, secrets };
  const id = await buildLending(engine, wanted, lender, world);
  if (!plan.testStage) return id;
  const notice = (text: string) => void world.listen({ kind: "notice", text });
  try {
    // BuildKit passes over a stage that nothing needs: it would be written down untried.
    const tests = await buildLending(engine, { ...wanted, target: testStage }, lender, world);
    await removeNameless(engine, tests, notice);
    return id;
  } catch (error) {
    await removeNameless(engine, id, notice);
    throw error;
  }
}

/** True for what the classic builder refuses, or would build in vain. */
export function needsBuildkit({ instructions, testStage }: DockerfilePlan): boolean {
  return testStage !== undefined ||
    instructions.some((each) => each.kind === "copy" && each.mode !== undefined);
}
