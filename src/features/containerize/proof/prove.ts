import { getArchive } from "../../../engine/containers/archive.ts";
import { inspectContainer } from "../../../engine/containers/inspect.ts";
import { exportContainer } from "../../../engine/containers/snapshot.ts";
import { inspectImage } from "../../../engine/images/inspect.ts";
import type { Transport } from "../../../engine/transport.ts";
import { joinBytes } from "../../../lib/byte_chunks.ts";
import { readTar } from "../../../lib/tar/read.ts";
import { isWithin } from "../../../lib/path.ts";
import { loanDirectory } from "../../lend/loan.ts";
import type { NoticeListener } from "../../session/container_removal.ts";
import { TemporaryContainer } from "../../session/temporary_container.ts";
import type { Ledger } from "../ledger.ts";
import type { DockerfilePlan } from "../plan.ts";
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
  plan: Pick<DockerfilePlan, "kept" | "testStage">;
  /** Absolute paths of data in the session that the image is not to hold. */
  data?: readonly string[];
  /** What the Dockerfile does on purpose that the session did not. */
  purposes?: readonly Purpose[];
  notice: NoticeListener;
  signal?: AbortSignal;
}

/**
 * Compares the image that was built from a session with the session itself: all paths with their
 * types, modes, owners, contents, links and capabilities, and the packages. Both come from the
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
  const absent = [...new Set([...mounts, ...data])];
  const limits = [
    ...mounts.map((path) => `${path} is a volume, which no image holds: it was not compared`),
    ...await otherBase(engine, request, signal),
  ];
  const read = async (id: string) =>
    await readFileTree(await exportContainer(engine, id, { signal }), use, signal);
  const [session, image] = await readBoth(read, request.session, built.id);
  const trace = new StepTrace(ledger, plan.kept);
  const { testStage } = plan;
  const evidence = { session, image, trace, noise, testStage, purposes, mounts: absent, limits };
  const { proof, unclear } = judge(evidence, new Map());
  const ids = [request.session, built.id] as const;
  const hints = await contentHints(engine, ids, smallOf(unclear, session, image), signal);
  return hints.size === 0 ? proof : judge(evidence, hints).proof;
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

/** A tag may have moved between session and build. */
async function otherBase(
  engine: Transport,
  { session, image }: ProofRequest,
  signal?: AbortSignal,
): Promise<string[]> {
  const { Image } = await inspectContainer(engine, session, { signal });
  const began = await inspectImage(engine, Image, { signal });
  const built = await inspectImage(engine, image, { signal });
  const lowest = (layers?: string[] | null) => layers?.[0];
  const same = lowest(began.RootFS.Layers) === lowest(built.RootFS.Layers);
  return same ? [] : ["The image was built on another base image than the session began with"];
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
