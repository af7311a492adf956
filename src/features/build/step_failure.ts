import { InBandError } from "../../engine/messages.ts";
import { contextDirectory } from "../context/dockerfile.ts";
import { BuildFailure, type FailedStep } from "./build_failure.ts";
import { instructionLines, lineOfStep } from "./dockerfile_lines.ts";
import { dockerfileText, findDockerfile } from "./dockerfile_source.ts";
import type { BuildPlan } from "./plan.ts";
import type { BuildWork } from "./request.ts";

/**
 * The engine's error with the step that caused it, and that step's line of the Dockerfile where
 * it is a file. Any other error is returned as it is.
 *
 * @param conceal gives the engine's reason in the user's own words
 */
export async function explainStep(
  error: unknown,
  step: FailedStep | undefined,
  plan: BuildPlan,
  work: BuildWork,
  conceal = (text: string) => text,
): Promise<unknown> {
  if (!(error instanceof InBandError) || !step) return error;
  const exitCode = error.code ?? step.exitCode;
  const place = await placeOf(step, plan, work);
  return new BuildFailure({ ...step, exitCode, place }, conceal(error.reason), error);
}

async function placeOf({ name }: FailedStep, plan: BuildPlan, work: BuildWork) {
  if (plan.source.kind !== "directory" || plan.dockerfile === "-") return undefined;
  const context = await contextDirectory(work.cwd, plan.source.path);
  const source = await findDockerfile(plan, context, work);
  const text = await dockerfileText(source);
  const line = text === undefined ? undefined : lineOfStep(instructionLines(text), name);
  return line && source.kind === "file" ? `line ${line} of ${source.name}` : undefined;
}
