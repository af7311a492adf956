import { isDirectory, putArchive } from "../../engine/containers/archive.ts";
import { EngineError } from "../../engine/errors.ts";
import { Failure, UsageFailure } from "../../lib/failure.ts";
import { basename, dirname, join, resolve } from "../../lib/path.ts";
import { tarStream } from "../../lib/tar/write.ts";
import type { ContainerEnd } from "./argument.ts";
import { absolute, linkedPath, statIfThere } from "./container_path.ts";
import { localTree } from "./local_tree.ts";
import {
  type CopySource,
  type CopyTarget,
  namesContents,
  namesDirectory,
  placeCopy,
} from "./placement.ts";
import { type CopyWork, countBytes } from "./work.ts";

/**
 * Copies a local file or directory into a container, by docker's rules.
 *
 * @throws Failure for a path that does not exist, on either side
 */
export async function copyToContainer(
  source: string,
  to: ContainerEnd,
  work: CopyWork,
): Promise<void> {
  const local = await localSource(source, work);
  const { directory, name } = placeCopy(local, await containerTarget(to, work));
  const skipped = (path: string) =>
    work.progress({ kind: "line", text: `Left out ${path}: a socket cannot be copied` });
  const tar = tarStream(localTree(local.path, name, skipped), { signal: work.signal });
  await put(to, directory, countBytes(tar, source, work.progress), work);
}

/** Unpacks the tar stream of standard input into a directory of a container. */
export async function streamToContainer(to: ContainerEnd, work: CopyWork): Promise<void> {
  const target = await containerTarget(to, work);
  if (!target.isDirectory) {
    throw new Failure(`There is no directory ${to.path} in container ${to.container}`, {
      why: "A tar stream can be unpacked only into a directory",
      next: "Name one that exists, or make it first",
    });
  }
  await put(to, target.path, countBytes(work.stdin(), "stdin", work.progress), work);
}

async function put(
  to: ContainerEnd,
  directory: string,
  tar: AsyncIterable<Uint8Array>,
  { engine, archive, signal }: CopyWork,
): Promise<void> {
  const options = { keepKinds: true, copyOwner: archive, signal };
  try {
    await putArchive(engine, to.container, directory, tar, options);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const missing = error.status === 404;
    throw new Failure(`Cannot copy to ${to.container}:${to.path}`, {
      why: missing ? `There is no directory ${directory} in the container` : error.reason,
      next: missing ? `Make it first: dk exec ${to.container} mkdir -p ${directory}` : undefined,
      cause: error,
    });
  }
}

/** The path that is read: links on the way to it resolved, the last one only when asked for. */
async function localSource(
  source: string,
  { cwd, followLink }: CopyWork,
): Promise<CopySource & { path: string }> {
  const named = resolve(cwd, source);
  const follow = followLink || namesDirectory(source);
  try {
    const path = follow
      ? await Deno.realPath(named)
      : join(await Deno.realPath(dirname(named)), basename(named));
    const info = await Deno.lstat(path);
    if (namesDirectory(source) && !info.isDirectory) {
      throw new Failure(`${source} is not a directory`, { next: "Leave out the slash at its end" });
    }
    const contentsOnly = namesContents(source);
    return {
      named: source,
      path,
      base: basename(named),
      isDirectory: info.isDirectory,
      contentsOnly,
    };
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof Deno.errors.NotFound) {
      throw new UsageFailure(`There is no ${source}`, {
        next: "Name a file or directory that exists here",
      });
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`Cannot read ${source}`, {
      why,
      next: "Make it readable for you",
      cause: error,
    });
  }
}

/** What the target is; a symbolic link that is the target itself is followed. */
async function containerTarget(
  { container, path }: ContainerEnd,
  { engine, signal }: CopyWork,
): Promise<CopyTarget> {
  const named = absolute(path);
  const stat = await statIfThere(engine, container, named, signal);
  const linked = linkedPath(named, stat);
  const final = linked === named ? stat : await statIfThere(engine, container, linked, signal);
  return {
    named: `${container}:${path}`,
    path: linked,
    exists: final !== undefined,
    isDirectory: final !== undefined && isDirectory(final),
  };
}
