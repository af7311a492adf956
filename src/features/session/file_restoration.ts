import { getArchive } from "../../engine/containers/archive.ts";
import { createContainer } from "../../engine/containers/create.ts";
import type { Transport } from "../../engine/transport.ts";
import type { TarEntry } from "../../lib/tar/entry.ts";
import { readTar } from "../../lib/tar/read.ts";
import { tarStream } from "../../lib/tar/write.ts";
import { removeWhole } from "./container_removal.ts";
import type { ListingEntry } from "./file_listing.ts";
import { putHandmade } from "./handmade.ts";
import type { Reversal } from "./reversal.ts";
import { sessionLabels } from "./session_container.ts";
import type { SessionPlace } from "./session_place.ts";
import type { SessionShell } from "./session_shell.ts";
import { quote } from "../../lib/shell_quote.ts";
import type { Restorations } from "./sources.ts";

/** Paths on one command line: well below what a kernel takes. */
const batch = 200;

/**
 * Undoes what steps did to the files of a container.
 *
 * @param sources where to take the files from that are to be restored
 * @throws EngineError 404 when an image does not have one of them
 */
export async function carryOut(
  { remove, folders, attributes }: Reversal,
  sources: Restorations,
  place: SessionPlace,
): Promise<void> {
  await removePaths(place.root, remove);
  await makeFolders(place.root, folders);
  await putInPlace(sources, place);
  await setAttributes(place.root, attributes);
}

/**
 * Puts files into a container, in place of nothing.
 *
 * @throws EngineError 404 when an image does not have one of them
 */
export async function putInPlace(
  { images, files }: Restorations,
  place: SessionPlace,
): Promise<void> {
  await putHandmade(place.engine, place.container.id, files, { signal: place.signal });
  for (const [image, paths] of images) await restoreFromImage(image, paths, place);
}

/** Removes paths with all below them. */
export async function removePaths(root: SessionShell, paths: readonly string[]): Promise<void> {
  for (let at = 0; at < paths.length; at += batch) {
    await root.run(`command -p rm -rf -- ${paths.slice(at, at + batch).map(quote).join(" ")}`);
  }
}

/** Makes folders, outermost first; their modes and owners are another matter. */
async function makeFolders(
  root: SessionShell,
  folders: readonly ListingEntry[],
): Promise<void> {
  if (folders.length === 0) return;
  await root.run(`command -p mkdir -p -- ${folders.map(([path]) => quote(path)).join(" ")}`);
}

/** Gives paths the modes and owners that they are listed with. */
async function setAttributes(
  root: SessionShell,
  entries: readonly ListingEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const commands = entries.map(([path, { type, mode, owner }]) => {
    const name = quote(path);
    // First the owner: a change of owner takes setuid bits away.
    const chmod = type === "link" ? "" : `; command -p chmod ${mode.toString(8)} -- ${name}`;
    return `command -p chown -h ${owner} -- ${name}${chmod}`;
  });
  await root.run(commands.join("\n"));
}

/**
 * Copies files and links, each by itself, from an image to a running container.
 *
 * @throws EngineError 404 when the image does not have one of them
 */
async function restoreFromImage(
  image: string,
  paths: readonly string[],
  place: SessionPlace,
): Promise<void> {
  if (paths.length === 0) return;
  const { engine, container } = place;
  const { settings } = container;
  // It is never started: a container is the engine's only way to look into an image.
  const { id } = await createContainer(engine, {
    Image: image,
    Entrypoint: ["/bin/sh"],
    Labels: sessionLabels(settings),
  });
  try {
    await place.container.put(tarStream(entriesOf(engine, id, paths, place.signal)), place.signal);
  } finally {
    await removeWhole(engine, id, settings.notice);
  }
}

/** Named by their whole paths: links that lead out of their folder are refused there. */
async function* entriesOf(
  engine: Transport,
  container: string,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<TarEntry> {
  for (const path of paths) {
    const { tar } = await getArchive(engine, container, path, { signal });
    for await (const { header, content } of readTar(tar, { signal })) {
      const mtime = Math.floor(header.mtime);
      yield { header: { ...header, name: path.slice(1), mtime }, content };
    }
  }
}
