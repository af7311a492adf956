import type { Engine } from "../../engine/transport.ts";
import type { BuildEvent } from "../build/events.ts";
import type { BuildPlan } from "../build/plan.ts";
import type { BuildWork } from "../build/request.ts";
import type { BuildContext } from "../context/entry.ts";
import type { Loan } from "../lend/loan.ts";
import type { ContainerizeListener } from "./events.ts";

/** What steps may borrow of this machine, and what a build that lends it must know. */
export interface Lender extends Pick<BuildWork, "cwd" | "credentials" | "env" | "interactive"> {
  /** Undefined when only secrets are given. */
  loan: Loan | undefined;
}

/**
 * Builds the image as buildNameless() does, by BuildKit, whose steps can be lent files that no
 * layer keeps. What the engine gets is the Dockerfile with the loan written into its RUNs.
 *
 * @throws BuildFailure of the step that failed; Failure where the engine has no BuildKit
 */
export async function buildLending(
  engine: Engine,
  built: {
    dockerfile: string;
    context(dockerfile: string): BuildContext;
    /** Values by id. */
    secrets: ReadonlyMap<string, string>;
    /** The last stage when left out. */
    target?: string;
  },
  { loan, ...caller }: Lender,
  options: { listen: ContainerizeListener; now(): number; signal?: AbortSignal },
): Promise<string> {
  const { listen, now, signal } = options;
  // Loaded only where something is lent.
  const { lendToSteps } = await import("../build/step_loan.ts");
  const { build } = await import("../build/build.ts");
  const { apiVersion } = await engine.identity(signal);
  const steps = loan
    ? lendToSteps(built.dockerfile, loan, apiVersion)
    : { dockerfile: built.dockerfile, secrets: [], conceal: (text: string) => text };
  const secrets = new Map(steps.secrets);
  for (const [id, value] of built.secrets) {
    secrets.set(id, () => Promise.resolve(new TextEncoder().encode(value)));
  }
  const context = built.context(steps.dockerfile);
  const plan: BuildPlan = {
    source: { kind: "directory", path: context.directory },
    target: built.target,
    tags: [],
    buildArgs: {},
    labels: {},
    cacheFrom: [],
    extraHosts: [],
    ulimits: [],
    limits: {},
    noCache: false,
    pull: false,
  };
  const { conceal } = steps;
  const wanted = { plan, context, conceal, secrets, sshAgents: new Map(), attributes: {} };
  const { imageId } = await build(wanted, "buildkit", {
    ...caller,
    engine,
    now: now(),
    stdin: () => new Blob().stream(),
    observe: (event) => void tell(event, listen),
    signal,
  });
  return imageId!;
}

function tell(
  event: BuildEvent,
  listen: ContainerizeListener,
): void | Promise<void> {
  switch (event.kind) {
    case "notice":
      return listen(event);
    case "step":
      if (event.state !== "started" && event.state !== "cached") return;
      return output(`${event.name}${event.state === "cached" ? " (cached)" : ""}\n`, listen);
    case "output":
      return output(new TextDecoder().decode(event.data), listen);
  }
}

function output(text: string, listen: ContainerizeListener): void | Promise<void> {
  return listen({ kind: "build", progress: { kind: "output", text } });
}
