import { ignoredFilesWarning } from "./ignored_files.ts";
import { Failure } from "../../lib/failure.ts";
import { removeNameless } from "./build_image.ts";
import { buildPlanned } from "./build_planned.ts";
import type { ContainerizeWorld, ReviewedSession } from "./containerize.ts";
import { formatDockerfile } from "./dockerfile.ts";
import { exposedPorts } from "./exposed_ports.ts";
import { wasGivenUp } from "./failed_build.ts";
import { dataMount } from "./mount.ts";
import { type DockerfilePlan, planDockerfile } from "./plan.ts";
import { planOptions } from "./plan_options.ts";
import type { Project } from "./project.ts";
import { serviceIn } from "./service_command.ts";
import { runTest } from "./test_image.ts";
import { type ImageUser, unprivilegedUser } from "./unprivileged.ts";

/** As a shell's exit code for a program that may not be started. */
const cannotStart = 126;

/** An image without a name, and the Dockerfile that it is of. */
export interface BuiltSession {
  /** `sha256:…`. */
  id: string;
  /** The Dockerfile. */
  text: string;
  plan: DockerfilePlan;
}

/** What is built. */
export interface SessionToBuild extends ReviewedSession {
  project: Project;
}

/**
 * Plans and builds a session's image for the user that the request names. `auto` takes one without
 * rights where the session allows it and the test passes as that user, which is tried; elsewhere
 * the base image's own, and says why.
 */
export async function buildForUser(
  session: SessionToBuild,
  world: ContainerizeWorld,
): Promise<BuiltSession> {
  const { engine, listen } = world;
  const { user } = session.request;
  if (user !== "auto") return await buildAs(session, user === "keep" ? undefined : user, world);
  const candidate = candidateFor(session);
  if ("why" in candidate) {
    await listen({ kind: "stage", text: `The image keeps its base's user: ${candidate.why}` });
    return await buildAs(session, undefined, world);
  }
  const built = await buildAs(session, candidate.user, world);
  const notice = (text: string) => void listen({ kind: "notice", text });
  try {
    const exit = await tryAs(session, built.id, world);
    if (exit === 0) return built;
    notice(`As user ${candidate.user.id} the test ends with ${exit}: the image is to run as root`);
  } catch (error) {
    await removeNameless(engine, built.id, notice);
    throw error;
  }
  try {
    return await buildAs(session, undefined, world);
  } finally {
    // Not before: the classic builder goes on from its layers.
    await removeNameless(engine, built.id, notice);
  }
}

function candidateFor({ ledger, request: { test, mounts } }: ReviewedSession) {
  if (!test) return { why: "There is no test to try another one with" };
  const written = mounts.find(({ readOnly }) => !readOnly);
  if (written) return { why: `The test may write to ${written.target}, where files are yours` };
  const ports = exposedPorts(test, serviceIn(test), []);
  return unprivilegedUser(ledger, test, {
    writes: [],
    mounts: mounts.map(({ target }) => target),
    ports,
  });
}

/**
 * Builds with the files that the session was seen to read. A step that fails then, as it did not
 * in the session, may look for others: it is tried once more with the whole project.
 */
async function buildAs(
  session: SessionToBuild,
  user: ImageUser | undefined,
  world: ContainerizeWorld,
): Promise<BuiltSession> {
  const { ledger, request } = session;
  const options = { ...planOptions(request), user };
  const plan = planDockerfile(ledger, request.test, options);
  try {
    return await buildPlan(session, plan, world);
  } catch (error) {
    if (!wasGivenUp(error) || world.signal.aborted) throw error;
    const whole = planDockerfile(ledger, request.test, { ...options, wholeProject: true });
    const isSame = formatDockerfile(whole.instructions) === formatDockerfile(plan.instructions);
    if (isSame) throw error;
    await world.listen({ kind: "notice", text: `${error.message}: trying it with all files` });
    return await buildPlan(session, whole, world);
  }
}

async function buildPlan(
  { project }: SessionToBuild,
  plan: DockerfilePlan,
  world: ContainerizeWorld,
): Promise<BuiltSession> {
  const { engine, listen } = world;
  const ignored = ignoredFilesWarning(plan, project);
  for (const text of [...plan.warnings, ...ignored ? [ignored] : []]) {
    await listen({ kind: "notice", text });
  }
  const text = formatDockerfile(plan.instructions);
  await listen({ kind: "dockerfile", text });
  await listen({ kind: "stage", text: "Building the image from it" });
  return { id: await buildPlanned(engine, project, { plan, text }, world), text, plan };
}

/** How the test ends in the image; what it prints is for nobody. */
async function tryAs(
  { request: { test: command, mounts } }: ReviewedSession,
  image: string,
  { engine, listen, now, signal, lender: { loan } }: ContainerizeWorld,
): Promise<number> {
  await listen({ kind: "stage", text: "Trying the test as a user without rights" });
  const isLocal = engine.address.startsWith("unix:");
  const data = await Promise.all(mounts.map((each) => dataMount(each, isLocal, signal)));
  const wanted = { image, command, mounts: data, loan };
  try {
    const { exit } = await runTest(engine, wanted, { listen: () => {}, now, signal });
    return exit;
  } catch (error) {
    // Such as a program that only root may start; anything else ends the test proper as well.
    if (error instanceof Failure) return cannotStart;
    throw error;
  }
}
