import { EngineError } from "../../engine/errors.ts";
import { InBandError } from "../../engine/messages.ts";
import { Failure } from "../../lib/failure.ts";
import { BuildFailure, type FailedStep } from "./build_failure.ts";
import { type InstructionLine, instructionLines, lineOfStep } from "./dockerfile_lines.ts";
import { type DockerfileSource, dockerfileText } from "./dockerfile_source.ts";
import type { BuildPlan } from "./plan.ts";
import { type SeenDockerfile, wayOutOfStep } from "./way_out.ts";

/** What is known of a build that failed. */
export interface FailedBuild {
  plan: BuildPlan;
  /** Milliseconds since the epoch. */
  now: number;
  /** The step that failed, where it came to a step. */
  step?: FailedStep;
  /** Undefined where it is within an archive. */
  dockerfile?: DockerfileSource;
  /** Gives the engine's words in the user's own. */
  conceal?(text: string): string;
}

/** Under these names BuildKit looks up images: bases, frontends, those to copy from on 20.10. */
const lookUpOfImage =
  /^(?:\[internal\] load metadata for |resolve image config for (?:docker-image:\/\/)?|FROM (?=\S+$))/;
/** What 20.10 puts before the reason of its frontend. */
const frontendPrefix =
  /^(?:failed to solve with frontend \S+: )?(?:failed to create LLB definition: )?/;
/** A name of BuildKit's own for the files that it looked through. */
const refOfCache = / of ref \S+::\S+(?=:)/;
/** The builders tell the line in their text alone (20.10 without "on"). */
const lineInReason = /^dockerfile parse error (?:on )?line (\d+): (.*)$/is;

/**
 * The engine's refusal as a failure that says what of the Dockerfile is at fault, on which line,
 * and what can be done. Any other error is returned as it is.
 */
export async function explainFailure(error: unknown, failed: FailedBuild): Promise<unknown> {
  if (!(error instanceof InBandError) && !(error instanceof EngineError)) return error;
  const conceal = failed.conceal ?? ((text) => text);
  const reason = conceal(error.reason).replace(frontendPrefix, "").replace(refOfCache, "");
  const dockerfile = await seenDockerfile(failed.dockerfile);
  const { step } = failed;
  const lookUp = step && lookUpOfImage.exec(step.name)?.[0];
  if (lookUp) {
    const { imageFailure } = await import("./image_failure.ts");
    const image = step.name.slice(lookUp.length);
    return imageFailure(image, { ...failed, dockerfile, reason, cause: error });
  }
  if (step) {
    const code = error instanceof InBandError ? error.code : undefined;
    return stepFailure(step, { ...failed, dockerfile, reason, code, cause: error });
  }
  return lineFailure(reason, dockerfile, error) ??
    targetFailure(reason, failed, dockerfile, error) ??
    await wholeFailure(reason, failed, dockerfile, error);
}

/** The Dockerfile as errors point into it; undefined when it cannot be read, or is in an archive. */
export async function seenDockerfile(
  source: DockerfileSource | undefined,
): Promise<SeenDockerfile | undefined> {
  const text = source && await dockerfileText(source);
  if (text === undefined) return undefined;
  const name = source?.kind === "file" ? source.name : "the Dockerfile";
  return { name, text, instructions: instructionLines(text) };
}

interface StepDetails {
  plan: BuildPlan;
  dockerfile?: SeenDockerfile;
  reason: string;
  /** Exit code of a command, where the engine tells it apart. */
  code?: number;
  cause: unknown;
}

function stepFailure(step: FailedStep, { plan, dockerfile, reason, code, cause }: StepDetails) {
  const line = dockerfile && lineOfStep(dockerfile.instructions, step.name);
  const place = line ? `line ${line} of ${dockerfile.name}` : undefined;
  const instruction = dockerfile?.instructions.find((instruction) => instruction.line === line);
  const exitCode = code ?? step.exitCode;
  const next = instruction && wayOutOfStep(instruction, { name: step.name, exitCode }, plan);
  return new BuildFailure({ ...step, exitCode, place }, reason, {
    next,
    cause,
  });
}

/** A line that the builder could not read; undefined when the reason names none. */
function lineFailure(reason: string, dockerfile: SeenDockerfile | undefined, cause: unknown) {
  const [, digits, why] = lineInReason.exec(reason) ?? [];
  if (why === undefined) return undefined;
  const line = Number(digits);
  const heredoc = dockerfile?.instructions.find(({ body, end }) =>
    body && body <= line && line <= end
  );
  if (heredoc) return heredocFailure(heredoc, dockerfile!, why, cause);
  return new Failure(`The build failed at ${placeOf(line, dockerfile)}`, {
    why,
    next: "Correct the line; dk build --check tells of all such faults at once",
    cause,
  });
}

/** A builder that takes the lines of a heredoc for instructions, or would drop them. */
export function heredocFailure(
  { line }: InstructionLine,
  dockerfile: SeenDockerfile,
  why: string,
  cause?: unknown,
): Failure {
  return new Failure(`The build failed at the heredoc of ${placeOf(line, dockerfile)}`, {
    why: `This builder does not know heredocs: ${why}`,
    next: "Join the commands with && or put them into a file; BuildKit from Docker 23.0 on " +
      "knows heredocs, older ones with '# syntax=docker/dockerfile:1' as first line",
    cause,
  });
}

/** `line 3 of Dockerfile: COPYY a /`, without the text where it is not known. */
function placeOf(line: number, dockerfile: SeenDockerfile | undefined): string {
  const place = `line ${line} of ${dockerfile?.name ?? "the Dockerfile"}`;
  const text = dockerfile?.text.split("\n")[line - 1]?.trim();
  return text ? `${place}: ${text}` : place;
}

/** A stage that was asked for and is not there; undefined when it is, or none was asked for. */
function targetFailure(
  reason: string,
  { plan: { target } }: FailedBuild,
  dockerfile: SeenDockerfile | undefined,
  cause: unknown,
) {
  if (target === undefined || !dockerfile) return undefined;
  const stages = dockerfile.instructions.filter(({ keyword }) => keyword === "FROM");
  const names = stages.map(({ text }) => / as (\S+)\s*$/i.exec(text)?.[1]);
  const wanted = target.toLowerCase();
  if (names.some((name, index) => name?.toLowerCase() === wanted || `${index}` === wanted)) {
    return undefined;
  }
  const known = names.filter((name) => name !== undefined).join(", ");
  return new Failure(`The build failed: there is no stage ${target} in ${dockerfile.name}`, {
    why: reason,
    next: known
      ? `Name one of its stages: ${known}`
      : "Leave --target out, or name a stage with FROM IMAGE AS NAME",
    cause,
  });
}

/** What no line is known of: dk's own check may know one. */
async function wholeFailure(
  reason: string,
  { plan, now }: FailedBuild,
  dockerfile: SeenDockerfile | undefined,
  cause: unknown,
) {
  if (dockerfile?.instructions.length === 0) {
    const next = "Write FROM IMAGE on its first line";
    return new Failure(`The build failed: ${dockerfile.name} has no instructions`, {
      why: reason,
      next,
      cause,
    });
  }
  const { checkDockerfile } = await import("./check/check.ts");
  const { buildArgs, target } = plan;
  const { findings } = checkDockerfile(dockerfile?.text ?? "FROM scratch", {
    now,
    buildArgs,
    target,
  });
  const finding = findings.find(({ severity }) => severity === "error") ??
    findings.find(({ rule }) => rule === "InvalidDefaultArgInFrom");
  if (!finding) return new Failure("The build failed", { why: reason, cause });
  const { line, message, next } = finding;
  return new Failure(`The build failed, probably at ${placeOf(line, dockerfile)}`, {
    why: `${reason}; dk build --check finds: ${message}`,
    next: next ?? "Correct the line",
    cause,
  });
}
