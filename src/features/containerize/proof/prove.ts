import { getArchive } from "../../../engine/containers/archive.ts";
import { inspectContainer } from "../../../engine/containers/inspect.ts";
import { exportContainer } from "../../../engine/containers/snapshot.ts";
import { type ImageDetails, inspectImage } from "../../../engine/images/inspect.ts";
import type { Transport } from "../../../engine/transport.ts";
import { joinBytes } from "../../../lib/byte_chunks.ts";
import { readTar } from "../../../lib/tar/read.ts";
import { isWithin } from "../../../lib/path.ts";
import { loanDirectory } from "../../lend/loan.ts";
import type { NoticeListener } from "../../session/container_removal.ts";
import { TemporaryContainer } from "../../session/temporary_container.ts";
import type { Ledger } from "../ledger.ts";
import type { DockerfilePlan } from "../plan.ts";
import {
  compareConfiguration,
  type Configuration,
  withConfiguration,
} from "./compare_configuration.ts";
import { type ContentHint, contentHint } from "./content_hint.ts";
import type { FileTree } from "./file_tree.ts";
import { tellsOfPackages } from "./installed_packages.ts";
import { judge, type Purpose } from "./judge.ts";
import { NoiseList } from "./noise.ts";
import type { Proof } from "./proof.ts";
import { type ContentUse, readFileTree } from "./read_tree.ts";
import { readTwice } from "./read_twice.ts";
import { StepTrace } from "./step_trace.ts";

/** What is to be compared, and what is known of how both came to be. */
export interface ProofRequest {
  /** Id of the session's container; nothing may run in it meanwhile. */
  session: string;
  /** Id of the built image. */
  image: string;
  ledger: Ledger;
  plan: Pick<DockerfilePlan, "kept" | "testStage" | "instructions">;
  /** Absolute paths of data in the session that the image is not to hold. */
  data?: readonly string[];
  /** What the Dockerfile does on purpose that the session did not. */
  purposes?: readonly Purpose[];
  notice: NoticeListener;
  signal?: AbortSignal;
}

/**
 * Compares the image that was built from a session with the session itself: all paths with their
 * types, modes, owners, contents, links and capabilities, the packages, and what the image's
 * configuration gives its processes with what the session's shell had. The files come from the
 * engine as exported tar streams, digested while they arrive: nothing runs in either, the image
 * needs no program, and the engine may be anywhere. The container made from the image is never
 * started, and removed however this ends.
 *
 * @throws EngineError when container or image are not there; the abort reason
 */
export async function proveEqual(engine: Transport, request: ProofRequest): Promise<Proof> {
  const { ledger, plan, data = [], purposes = [], notice, signal } = request;
  const noise = new NoiseList();
  const use = contentUse(noise);
  await using built = await TemporaryContainer.create(
    engine,
    { Image: request.image, Cmd: ["-"] },
    {
      notice,
      signal,
    },
  );
  const mounts = await mountsOf(engine, request.session, signal);
  const { began, made } = await imagesOf(engine, request, signal);
  const absent = [...new Set([...mounts, ...data])];
  const limits = [
    ...mounts.map((path) => `${path} is a volume, which no image holds: it was not compared`),
    ...sameBase(began, made) ? [] : [otherBase],
  ];
  const read = async (id: string) =>
    await readFileTree(await exportContainer(engine, id, { signal }), use, signal);
  const [session, image] = await readBoth(read, request.session, built.id);
  const trace = new StepTrace(ledger, plan.kept);
  const { testStage } = plan;
  const evidence = { session, image, trace, noise, testStage, purposes, mounts: absent, limits };
  const { proof, unclear } = judge(evidence, new Map());
  const configurations = {
    base: configurationOf(began),
    image: configurationOf(made),
    trace,
    instructions: plan.instructions,
  };
  const configuration = compareConfiguration(configurations);
  const ids = [request.session, built.id] as const;
  const hints = await contentHints(engine, ids, smallOf(unclear, session, image), signal);
  const files = hints.size === 0 ? proof : judge(evidence, hints).proof;
  return withConfiguration(files, configuration);
}

/** Side by side; should one fail, the other is not left running. */
async function readBoth(
  read: (id: string) => Promise<FileTree>,
  session: string,
  image: string,
): Promise<[FileTree, FileTree]> {
  const both = await Promise.allSettled([readTwice(() => read(session)), read(image)]);
  const failed = both.find((each) => each.status === "rejected");
  if (failed) throw failed.reason;
  return both.map((each) => (each as PromiseFulfilledResult<FileTree>).value) as [
    FileTree,
    FileTree,
  ];
}

/** What contents are needed for beyond their digest: by the rules, and for the package lists. */
function contentUse(noise: NoiseList): (path: string) => ContentUse | undefined {
  return (path) => {
    const normalize = noise.normalizer(path);
    const keep = tellsOfPackages(path);
    return normalize || keep ? { normalize, keep } : undefined;
  };
}

/** Volumes and mounts of the session's container; what dk lent it lies in memory. */
async function mountsOf(engine: Transport, id: string, signal?: AbortSignal): Promise<string[]> {
  const { Mounts } = await inspectContainer(engine, id, { signal });
  return (Mounts ?? []).map(({ Destination }) => Destination)
    .filter((path) => path !== loanDirectory && !isWithin("/dev", path)).sort();
}

/** The image that the session's container was made of, and the built one. */
async function imagesOf(
  engine: Transport,
  { session, image }: ProofRequest,
  signal?: AbortSignal,
): Promise<{ began: ImageDetails; made: ImageDetails }> {
  const { Image } = await inspectContainer(engine, session, { signal });
  const began = await inspectImage(engine, Image, { signal });
  return { began, made: await inspectImage(engine, image, { signal }) };
}

const otherBase = "The image was built on another base image than the session began with";

/** A tag may have moved between session and build. */
function sameBase(...images: ImageDetails[]): boolean {
  const [one, other] = images.map(({ RootFS }) => RootFS.Layers?.[0]);
  return one === other;
}

/** What podman tells programs in containers; an image that it has committed, a snapshot, has it too. */
const engineOwn = "container=podman";

function configurationOf({ Config }: ImageDetails): Configuration {
  const env = (Config?.Env ?? []).filter((entry) => entry !== engineOwn).map((entry) => {
    const at = entry.indexOf("=");
    return at < 0 ? [entry, ""] : [entry.slice(0, at), entry.slice(at + 1)];
  });
  const directory = Config?.WorkingDir || "/";
  return { env: Object.fromEntries(env), directory, user: Config?.User ?? "" };
}

/** More of the same is not worth the wait. */
const mostHints = 40;
const largestHinted = 256 * 1024;

function smallOf(paths: readonly string[], ...trees: FileTree[]): string[] {
  const isSmall = (path: string) =>
    trees.every((tree) => (tree.get(path)?.size ?? Infinity) <= largestHinted);
  return paths.filter(isSmall).slice(0, mostHints);
}

async function contentHints(
  engine: Transport,
  ids: readonly [string, string],
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, ContentHint>> {
  const hints = new Map<string, ContentHint>();
  for (const path of paths) {
    const [one, other] = await Promise.all(ids.map((id) => contentOf(engine, id, path, signal)));
    const hint = contentHint(one, other);
    if (hint) hints.set(path, hint);
  }
  return hints;
}

async function contentOf(
  engine: Transport,
  id: string,
  path: string,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const { tar } = await getArchive(engine, id, path, { signal });
  const pieces: Uint8Array[] = [];
  for await (const { content } of readTar(tar, { signal })) {
    for await (const piece of content) pieces.push(piece.slice());
  }
  return joinBytes(pieces);
}
