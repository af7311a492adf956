import type { UploadBody } from "../../engine/images/transfer.ts";
import { concatChunks } from "../../lib/byte_chunks.ts";
import { detectArchive } from "../../lib/tar/detect.ts";
import { tarStream } from "../../lib/tar/write.ts";
import { unpackZstd } from "../../lib/zstd.ts";
import { Failure, UsageFailure } from "../../lib/failure.ts";
import { basename, dirname } from "../../lib/path.ts";
import type { BuildContext } from "../context/entry.ts";
import { contextNoticeText } from "../context/notice_text.ts";
import { openContext } from "../context/open.ts";
import { contextTar } from "../context/tar.ts";
import { ContextWatch } from "./context_watch.ts";
import { copiedPaths } from "./copied_paths.ts";
import type { DockerfileSource } from "./dockerfile_source.ts";
import type { BuildPlan, LocalSource } from "./plan.ts";
import type { BuildWork } from "./request.ts";

/** What is sent to the builder. */
export interface ContextBody {
  body: UploadBody;
  /** Path of the Dockerfile within it; the builder's default when undefined. */
  dockerfile: string | undefined;
  /** The Dockerfile itself, for errors that point into it; undefined within an archive. */
  source?: DockerfileSource;
}

const headLength = 1024;
const largestDockerfile = 16 * 1024 * 1024;

/**
 * Opens the files to build from: a directory less what its ignore file names, an archive from
 * elsewhere as it is, or a Dockerfile alone.
 *
 * @throws Failure for a context or Dockerfile that is missing or cannot be read
 */
export async function contextBody(
  plan: BuildPlan<LocalSource>,
  work: BuildWork,
): Promise<ContextBody> {
  if (plan.source.kind === "stdin") return await stdinBody(plan, work);
  const { cwd, now, signal } = work;
  const fromStdin = plan.dockerfile === "-";
  const context = await openContext({
    directory: plan.source.path,
    cwd,
    dockerfile: fromStdin ? undefined : plan.dockerfile,
    dockerfileContent: fromStdin ? await concatChunks(work.stdin()) : undefined,
    rules: "classic",
    now,
    signal,
  });
  for (const notice of context.notices) {
    work.observe({ kind: "notice", text: contextNoticeText(notice) });
  }
  await warnOf(context, work);
  const tar = contextTar(context, { signal });
  return { body: counted(tar, work), dockerfile: context.dockerfile, source: sourceOf(context) };
}

function sourceOf({ dockerfilePath, injected }: BuildContext): DockerfileSource {
  if (dockerfilePath === undefined) {
    return { kind: "text", content: injected?.content ?? new Uint8Array() };
  }
  return { kind: "file", directory: dirname(dockerfilePath), name: basename(dockerfilePath) };
}

async function warnOf(context: BuildContext, { observe }: BuildWork): Promise<void> {
  const { directory, dockerfilePath, injected, entries, ignoreFile } = context;
  const dockerfile = dockerfilePath === undefined
    ? new TextDecoder().decode(injected?.content)
    : await Deno.readTextFile(dockerfilePath);
  const watch = new ContextWatch(directory, observe, copiedPaths(dockerfile), ignoreFile);
  watch.note(entries);
  watch.finish();
}

/**
 * Takes the context from stdin, or from the web server that stands in for it.
 *
 * @param edit makes of a Dockerfile the one that is sent
 * @throws UsageFailure for an archive when there is something to edit
 */
export async function stdinBody(
  plan: BuildPlan<LocalSource>,
  work: BuildWork,
  edit?: (dockerfile: Uint8Array) => Uint8Array,
): Promise<ContextBody> {
  const name = plan.source.kind === "stdin" && plan.source.address || "Standard input";
  const { head, all } = await peek(work.stdin());
  if (head.length === 0) {
    throw new UsageFailure(`${name} is empty, so there is no context`, {
      next: "Give a Dockerfile or an archive that holds one",
    });
  }
  const packing = detectArchive(head);
  if (packing) {
    if (edit) throw archiveIsSealed();
    // No engine to 28.5 takes zstd (engine.md 4.1).
    const archive = packing === "zstd" ? unpackZstd(all, { name, env: work.env }) : all;
    return { body: counted(archive, work), dockerfile: plan.dockerfile };
  }
  if (plan.dockerfile) {
    throw new UsageFailure(`There is no ${plan.dockerfile} in a context without files`, {
      why: `${name} holds a Dockerfile, not an archive`,
      next: "Leave out -f, or send a tar archive",
    });
  }
  const read = await concatChunks(limited(all, name));
  const content = edit?.(read) ?? read;
  const mtime = Math.floor(work.now / 1000);
  const type = "file" as const;
  const header = { name: "Dockerfile", type, mode: 0o644, size: content.length, mtime };
  const source = { kind: "text", content: read } as const;
  return { body: tarStream([{ header, content }]), dockerfile: "Dockerfile", source };
}

function archiveIsSealed(): UsageFailure {
  return new UsageFailure("--ca and --credentials do not go with an archive", {
    why: "dk adds to the RUN instructions of the Dockerfile that it sends, and changes no archive",
    next: "Unpack the archive and build from its directory",
  });
}

/** A file that is no archive is held in memory, so it must be as small as a Dockerfile is. */
async function* limited(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > largestDockerfile) {
      throw new Failure(`${name} holds neither an archive nor a Dockerfile`, {
        why: "It is no tar archive, plain or packed with gzip, bzip2, xz or zstd, and too large",
        next: "Give a Dockerfile or an archive that holds one",
      });
    }
    yield chunk;
  }
}

/** Reads enough of a stream to tell what it is; `all` is the whole of it, from the start. */
async function peek(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const iterator = stream[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < headLength) {
    const { value, done } = await iterator.next();
    if (done) break;
    pieces.push(value.slice());
    length += value.length;
  }
  const head = await concatChunks(pieces);
  return { head, all: rejoined(head, iterator) };
}

async function* rejoined(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** Tells how much has been sent. */
async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  { observe }: BuildWork,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    observe({ kind: "context", files: 0, bytes: chunk.length });
  }
}
