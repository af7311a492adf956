import { LastLines } from "../../lib/last_lines.ts";
import { Session } from "../session/session.ts";
import { buildsClassic } from "../build/builder_abilities.ts";
import { fetchBase } from "./base_image.ts";
import type { ContainerizeWorld } from "./containerize.ts";
import type { Ledger } from "./ledger.ts";
import { dataOf, sessionData } from "./mount.ts";
import { type Project, projectTar } from "./project.ts";
import { recordSession } from "./record.ts";
import { withManners } from "./session_manners.ts";
import type { ContainerizeRequest, WrittenSteps } from "./request.ts";

/** Where the project lies during the session and in the image, as in the tutorial. */
export const codeDirectory = "/code";

/**
 * A session whose steps are done; its container stays until this is disposed of, and one that was
 * typed beyond that, unless it was said to be over.
 */
export interface HeldSession extends AsyncDisposable {
  ledger: Ledger;
  /** What the image is to be made of, as the session has it. */
  request: ContainerizeRequest;
  isOver: boolean;
  /** True when the container has the data of the request's mounts. */
  hasData: boolean;
  /** Id of the container, which runs; nothing happens in it any more. */
  container: string;
}

/** Fetches the base image where need be and has the steps done in a container of it. */
export async function holdSession(
  request: ContainerizeRequest,
  project: Project,
  world: ContainerizeWorld,
): Promise<HeldSession> {
  const { steps } = request;
  if (steps.kind !== "typed") {
    return await holdScriptedSession({ ...request, steps }, project, world);
  }
  const { holdTypedSession } = await import("./typed/hold_typed_session.ts");
  return await holdTypedSession(request, project, steps, world);
}

async function holdScriptedSession(
  request: ContainerizeRequest & { steps: WrittenSteps },
  project: Project,
  world: ContainerizeWorld,
): Promise<HeldSession> {
  const { engine, listen, signal } = world;
  const { base, steps } = request;
  const hasData = steps.kind === "replay" && steps.dataInSession;
  const isLocal = engine.address.startsWith("unix:");
  const data = await sessionData(hasData ? request.mounts : [], isLocal, signal);
  const config = await fetchBase(engine, base, world.pull, signal);
  await listen({ kind: "stage", text: `Starting a container from ${base}` });
  const recent = { lines: new LastLines(0) };
  const session = await Session.open(engine, {
    image: base,
    directory: config.WorkingDir || "/",
    codeDirectory,
    project: (owner) => projectTar(project, { prefix: codeDirectory.slice(1), owner, signal }),
    env: [],
    loan: withManners(world.lender.loan),
    mounts: data.mounts,
    data: data.copied,
    output: async (bytes) => {
      recent.lines.push(bytes);
      await listen({ kind: "step-output", bytes });
    },
    notice: (text) => void listen({ kind: "notice", text }),
    signal,
  });
  try {
    const user = session.shellKind.uid === 0 ? undefined : config.User;
    const baseHasEntrypoint = (config.Entrypoint ?? []).length > 0;
    const asked = {
      base,
      baseHasEntrypoint,
      codeDirectory,
      project: project.files,
      besides: project.besides,
      data: dataOf(project, request.mounts),
      includedLists: project.includedLists,
      buildsClassic: await buildsClassic(engine, signal),
      steps,
      user,
    };
    const { now, lender: { env } } = world;
    const ledger = await recordSession(session, asked, { listen, now, recent, env });
    return {
      ledger,
      request,
      isOver: true,
      hasData,
      container: session.container.id,
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
    };
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}
