import type { Engine } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import { hasImage, type ImagePuller } from "../run/image_at_hand.ts";
import { removeNameless } from "./build_image.ts";
import type { Lender } from "./build_lending.ts";
import { buildForUser } from "./build_for_user.ts";
import type { ContainerizeListener } from "./events.ts";
import type { Ledger } from "./ledger.ts";
import { type HeldSession, holdSession } from "./hold_session.ts";
import { formatDockerfile } from "./dockerfile.ts";
import { type DockerfilePlan, planDockerfile } from "./plan.ts";
import { planOptions } from "./plan_options.ts";
import { openProject, type Project } from "./project.ts";
import type { Proof } from "./proof/proof.ts";
import { proveImage } from "./prove_image.ts";
import { saveResult } from "./save_result.ts";
import type { ContainerizeRequest } from "./request.ts";
import { type ComparedImageTest, testImageAndSession } from "./test_both.ts";
import { TestFailure } from "./test_image.ts";
import { checkWritable } from "./whole_file.ts";

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
  /** Has somebody look over what was typed before anything is made of it. */
  review?: (session: ReviewedSession) => Promise<ReviewedSession>;
}

/** What an image is to be made of. */
export interface ReviewedSession {
  ledger: Ledger;
  request: ContainerizeRequest;
}

/** What may happen to files and image at the end. */
export interface ContainerizeOptions {
  /** Replaces a Dockerfile that is there. */
  overwrite: boolean;
  /** Keeps Dockerfile and image also when the proof or the test fails. */
  keep: boolean;
  /** Takes a difference between image and session for a failure. */
  verify: boolean;
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
  proof: Proof;
  /** Undefined when there was nothing to test with. */
  test: ComparedImageTest | undefined;
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
  await checkWritable(request.directory);
  const project = await openProject(request.directory, world.signal);
  await using session = await holdSession(request, project, world);
  if (session.ledger.steps.length === 0) {
    session.isOver = true;
    throw new Failure("The session has no step, so there is nothing to make an image of");
  }
  const reviewed = await world.review?.(session) ?? session;
  const result = await makeImage({ session, project, ...reviewed }, options, world);
  session.isOver = true;
  return result;
}

/** A session that is over, and all that an image of it is made from. */
interface SessionToMake extends ReviewedSession {
  session: HeldSession;
  project: Project;
}

/** Plans, builds, proves, tests and saves what a session has come to. */
async function makeImage(
  making: SessionToMake,
  options: ContainerizeOptions,
  world: ContainerizeWorld,
): Promise<ContainerizeResult> {
  const { session, project, ledger, request } = making;
  const { engine, listen, signal } = world;
  const built = await buildForUser({ ledger, request, project }, world);
  const { id, plan } = built;
  const made = { ...built, ledger, project };
  try {
    const { container, hasData } = session;
    const data = hasData ? request.mounts.map(({ target }) => target) : [];
    const proof = await proveImage({ container, image: id, ledger, plan, data }, options, world);
    const test = request.test
      ? await testImageAndSession({ request, ledger, container, hasData, image: id }, world)
      : undefined;
    const saved = await saveResult(request, { ...made, stdout: test?.stdout }, options, world);
    return { id, tags: request.tags, ...saved, ledger, plan, proof, test };
  } catch (error) {
    const notice = (text: string) => void listen({ kind: "notice", text });
    if (error instanceof TestFailure && leavesOutData(making)) {
      const folders = request.mounts.map(({ source }) => source).join(", ");
      notice(`${error.message}: trying it with the project's own files of ${folders}`);
      try {
        return await makeImage({ ...making, ledger: { ...ledger, data: [] } }, options, world);
      } finally {
        // Not before: the classic builder goes on from its layers.
        await removeNameless(engine, id, notice);
      }
    }
    if (options.keep && !signal.aborted) {
      const kept = await saveResult(request, { ...made, stdout: undefined }, options, world);
      notice(`Kept ${kept.dockerfile} and the image ${request.tags.join(", ")}`);
    } else {
      await removeNameless(engine, id, notice);
    }
    throw error;
  }
}

/** True where the image would hold more if what is mounted for the test were no data. */
function leavesOutData({ ledger, request }: ReviewedSession): boolean {
  const textOf = (ledger: Ledger) =>
    formatDockerfile(planDockerfile(ledger, request.test, planOptions(request)).instructions);
  return textOf(ledger) !== textOf({ ...ledger, data: [] });
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
