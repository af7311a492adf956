import type { Engine } from "../../engine/transport.ts";
import { hasImage, type ImagePuller } from "../run/image_at_hand.ts";
import { Session } from "../session/session.ts";
import { fetchBase } from "./base_image.ts";
import { removeNameless } from "./build_image.ts";
import type { Lender } from "./build_lending.ts";
import { buildPlanned } from "./build_planned.ts";
import { formatDockerfile } from "./dockerfile.ts";
import type { ContainerizeListener } from "./events.ts";
import { LastLines } from "../../lib/last_lines.ts";
import type { Ledger } from "./ledger.ts";
import { dataMount } from "./mount.ts";
import { type DockerfilePlan, planDockerfile } from "./plan.ts";
import { openProject, type Project, projectTar } from "./project.ts";
import { withManners } from "./session_manners.ts";
import { recordSession } from "./record.ts";
import { saveResult } from "./save_result.ts";
import type { ContainerizeRequest } from "./request.ts";
import { type ImageTest, testWithAndWithout } from "./test_with_and_without.ts";
import { checkWritable } from "./whole_file.ts";

/** Where the project lies during the session and in the image, as in the tutorial. */
export const codeDirectory = "/code";

/** What containerize works with. */
export interface ContainerizeWorld {
  engine: Engine;
  pull: ImagePuller;
  listen: ContainerizeListener;
  /** Milliseconds since the epoch. */
  now(): number;
  signal: AbortSignal;
  /** What the steps, the build and the test may borrow of this machine. */
  lender: Lender;
}

export interface ContainerizeOptions {
  /** Replaces a Dockerfile that is there. */
  overwrite: boolean;
  /** Keeps Dockerfile and image also when the test fails. */
  keep: boolean;
}

/** What became of a session. */
export interface ContainerizeResult {
  /** `sha256:…`. */
  id: string;
  tags: readonly string[];
  /** Absolute paths of the files written to the project. */
  dockerfile: string;
  dockerignore: string | undefined;
  /** All of them, those two included. */
  files: readonly string[];
  ledger: Ledger;
  plan: DockerfilePlan;
  test: ImageTest;
}

/**
 * The main job: runs the steps in a container of the base image, makes a Dockerfile of what they
 * did, builds it, runs the test in the new image and only then names the image and writes the
 * Dockerfile. Whatever fails or is interrupted before leaves no file, image or container.
 *
 * @throws Failure of the step, build or test that failed; the abort reason
 */
export async function containerize(
  request: ContainerizeRequest,
  options: ContainerizeOptions,
  world: ContainerizeWorld,
): Promise<ContainerizeResult> {
  const { engine, listen, signal } = world;
  await checkWritable(request.directory);
  const project = await openProject(request.directory, signal);
  const ledger = await holdSession(request, project, world);
  const plan = planDockerfile(ledger, request.test);
  for (const text of plan.warnings) await listen({ kind: "notice", text });
  const text = formatDockerfile(plan.instructions);
  await listen({ kind: "dockerfile", text });
  await listen({ kind: "stage", text: "Building the image from it" });
  const id = await buildPlanned(engine, project, { plan, text }, world);
  const made = { id, text, ledger, plan, project };
  try {
    await listen({ kind: "stage", text: `Testing the image: ${request.test}` });
    const isLocal = engine.address.startsWith("unix:");
    const mounts = await Promise.all(
      request.mounts.map((each) => dataMount(each, isLocal, signal)),
    );
    const loan = world.lender.loan;
    const wanted = { image: id, command: request.test, mounts, loan };
    const test = await testWithAndWithout(engine, wanted, world);
    const saved = await saveResult(request, { ...made, stdout: test.stdout }, options, world);
    return { id, tags: request.tags, ...saved, ledger, plan, test };
  } catch (error) {
    const notice = (text: string) => void listen({ kind: "notice", text });
    if (options.keep && !signal.aborted) {
      const { dockerfile } = await saveResult(
        request,
        { ...made, stdout: undefined },
        options,
        world,
      );
      notice(`Kept ${dockerfile} and the image ${request.tags.join(", ")}`);
    } else {
      await removeNameless(engine, id, notice);
    }
    throw error;
  }
}

/** Fetches the base image where need be and runs the steps in it. */
async function holdSession(
  request: ContainerizeRequest,
  project: Project,
  world: ContainerizeWorld,
): Promise<Ledger> {
  const { engine, listen, signal } = world;
  const { base, steps } = request;
  const config = await fetchBase(engine, base, world.pull, signal);
  await listen({ kind: "stage", text: `Starting a container from ${base}` });
  const recent = { lines: new LastLines(0) };
  await using session = await Session.open(engine, {
    image: base,
    directory: config.WorkingDir || "/",
    codeDirectory,
    project: (owner) => projectTar(project, { prefix: codeDirectory.slice(1), owner, signal }),
    env: [],
    loan: withManners(world.lender.loan),
    output: async (bytes) => {
      recent.lines.push(bytes);
      await listen({ kind: "step-output", bytes });
    },
    notice: (text) => void listen({ kind: "notice", text }),
    signal,
  });
  const user = session.shellKind.uid === 0 ? undefined : config.User;
  const baseHasEntrypoint = (config.Entrypoint ?? []).length > 0;
  const asked = { base, baseHasEntrypoint, codeDirectory, project: project.files, steps, user };
  return await recordSession(session, asked, {
    listen,
    now: world.now,
    recent,
    env: world.lender.env,
  });
}

/** What `--dry-run` can say without starting anything. */
export async function foreseen(
  request: ContainerizeRequest,
  { engine, signal }: Pick<ContainerizeWorld, "engine" | "signal">,
): Promise<{ files: number; bytes: number; baseIsPresent: boolean }> {
  const { files, bytes } = await openProject(request.directory, signal);
  const baseIsPresent = await hasImage(engine, request.base, signal);
  return { files: files.length, bytes, baseIsPresent };
}
