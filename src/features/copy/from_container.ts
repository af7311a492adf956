import { getArchive, isDirectory } from "../../engine/containers/archive.ts";
import { Failure } from "../../lib/failure.ts";
import { basename, dirname, resolve } from "../../lib/path.ts";
import { extractTar } from "../../lib/tar/extract.ts";
import type { ContainerEnd } from "./argument.ts";
import { absolute, linkedPath, noSuchPath, statIfThere } from "./container_path.ts";
import {
  type CopySource,
  namesContents,
  placeCopy,
  type Placement,
  renameTop,
} from "./placement.ts";
import { type CopyWork, countBytes } from "./work.ts";

/**
 * Copies from a container to a local path, by docker's rules.
 *
 * @throws Failure for a path that does not exist, on either side
 */
export async function copyFromContainer(
  from: ContainerEnd,
  target: string,
  work: CopyWork,
): Promise<void> {
  const opened = await openSource(from, work);
  try {
    const placement = placeCopy(opened.source, await localTarget(target, work.cwd));
    await checkParent(placement, target);
    await unpack(opened, placement, work);
  } catch (error) {
    if (!opened.tar.locked) await opened.tar.cancel();
    throw error;
  }
}

/** Writes what is copied to standard output, as the engine's tar stream. */
export async function streamFromContainer(from: ContainerEnd, work: CopyWork): Promise<void> {
  const { tar } = await openSource(from, work);
  for await (const chunk of tar) await work.stdout(chunk);
}

interface OpenedSource {
  source: CopySource;
  /** Name of the archive's top. */
  top: string;
  tar: ReadableStream<Uint8Array>;
}

async function openSource(from: ContainerEnd, work: CopyWork): Promise<OpenedSource> {
  const { engine, signal, followLink } = work;
  const named = absolute(from.path);
  const stat = await statIfThere(engine, from.container, named, signal);
  if (!stat) throw noSuchPath(from.container, from.path);
  const path = followLink ? linkedPath(named, stat) : named;
  const archive = await getArchive(engine, from.container, path, { signal });
  const contentsOnly = namesContents(named);
  return {
    source: {
      named: `${from.container}:${from.path}`,
      base: basename(named),
      isDirectory: isDirectory(archive.stat),
      contentsOnly,
    },
    top: contentsOnly ? "." : basename(path),
    tar: archive.tar,
  };
}

async function unpack(
  { tar, top, source }: OpenedSource,
  { directory, name }: Placement,
  { archive, progress, signal }: CopyWork,
): Promise<void> {
  const { notices } = await extractTar(countBytes(tar, source.named, progress), directory, {
    rename: (entry) => renameTop(entry, top, name),
    owners: archive && Deno.uid() === 0,
    signal,
  });
  for (const notice of notices) {
    const what = notice.kind === "special-skipped"
      ? `Left out ${notice.name}: dk cannot make a ${notice.type} here`
      : `Copied ${notice.name} without its attributes ${notice.attributes.join(", ")}`;
    progress({ kind: "line", text: what });
  }
}

async function localTarget(target: string, cwd: string) {
  const ending = target.match(/(?<=[^/])\/\.?$/)?.[0] ?? "";
  const path = resolve(cwd, target) + ending;
  try {
    const { isDirectory } = await Deno.stat(path);
    return { named: target, path: await Deno.realPath(path), exists: true, isDirectory };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return { named: target, path, exists: false, isDirectory: false };
    }
    throw unusable(target, error);
  }
}

async function checkParent({ directory }: Placement, target: string): Promise<void> {
  try {
    if ((await Deno.stat(directory)).isDirectory) return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw unusable(target, error);
  }
  throw new Failure(`There is no directory ${directory} to copy ${basename(target)} to`, {
    next: `Make it first: mkdir -p ${dirname(target)}`,
  });
}

function unusable(path: string, error: unknown): Failure {
  const why = error instanceof Error ? error.message : String(error);
  return new Failure(`Cannot copy to ${path}`, {
    why,
    next: "Choose a place where you may write",
    cause: error,
  });
}
