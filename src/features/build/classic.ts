import { buildImage } from "../../engine/build.ts";
import { EngineError } from "../../engine/errors.ts";
import { progressEvent } from "../../engine/message_events.ts";
import { InBandError } from "../../engine/messages.ts";
import type { Transport } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import { type CredentialOptions, findRegistryConfig } from "../../registry/credential_store.ts";
import { contextBody, type ContextWork } from "./context_body.ts";
import type { BuildPlan } from "./plan.ts";
import { type BuildStep, StepLog } from "./step_log.ts";

/** What a build needs beside its plan. */
export interface BuildWork extends ContextWork {
  engine: Transport;
  credentials: CredentialOptions;
}

/**
 * Carries a plan out with the classic builder: the whole context is sent, the builder pulls with
 * all credentials that are known. Containers of steps are removed, also after a failure; an
 * abort closes the connection, which cancels the build on the engine.
 *
 * @returns the image's id
 * @throws Failure naming the step that failed, with its last lines of output
 */
export async function buildClassic(plan: BuildPlan, work: BuildWork): Promise<string> {
  const { engine, progress, signal } = work;
  const { source: _source, dockerfile: _dockerfile, ...options } = plan;
  const [registryConfig, { body, dockerfile }] = await Promise.all([
    findRegistryConfig(work.credentials),
    contextBody(plan, work),
  ]);
  const log = new StepLog();
  try {
    await using stream = await buildImage(engine, body, {
      ...options,
      builder: "classic",
      dockerfile,
      forceRemove: true,
      registryConfig,
      signal,
    });
    for await (const message of stream) {
      if (message.stream) log.take(message.stream);
      const event = progressEvent(message);
      if (event) progress(event);
    }
    return (await stream.done()).imageId!;
  } catch (error) {
    if (error instanceof EngineError || error instanceof InBandError) {
      throw buildFailure(error, log.step);
    }
    throw error;
  }
}

/** The engine's refusal, the step that it met and what that step had to say. */
export function buildFailure(error: EngineError | InBandError, step?: BuildStep): Failure {
  const what = step ? ` at step ${step.number}: ${step.instruction}` : "";
  const output = step?.output ?? [];
  const said = output.length > 0
    ? `\nIts last output:\n${output.map((line) => `  ${line}`).join("\n")}`
    : "";
  return new Failure(`The build failed${what}`, { why: `${error.reason}${said}`, cause: error });
}
