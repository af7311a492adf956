import { putArchive } from "../../engine/containers/archive.ts";
import { createContainer } from "../../engine/containers/create.ts";
import { commitContainer } from "../../engine/containers/snapshot.ts";
import type { Transport } from "../../engine/transport.ts";
import { isSignificant } from "../containerize/significant_changes.ts";
import { removeWhole } from "./container_removal.ts";
import { type FileListing } from "./file_listing.ts";
import { putInPlace, removePaths } from "./file_restoration.ts";
import { armProject } from "./project_reads.ts";
import { differentShapes } from "./reversal.ts";
import { keeperSpec } from "./keeper.ts";
import { SessionContainer, sessionLabels, type SessionSettings } from "./session_container.ts";
import { type OutputListener, SessionPlace } from "./session_place.ts";
import type { ShellKind } from "./session_shell.ts";
import type { Snapshot } from "./snapshots.ts";
import { planMending, type Sources } from "./sources.ts";

/** What the containers of a timeline are made from. */
export interface SessionOrigin {
  /** The base image. */
  image: string;
  settings: SessionSettings;
  /** Where the project lies in the container. */
  codeDirectory: string;
  /** The project as a tar stream below the root directory. */
  project(owner: ShellKind): AsyncIterable<Uint8Array>;
  signal?: AbortSignal;
}

/** A new container with its shells, and what is in it. */
export interface NewPlace {
  place: SessionPlace;
  files: FileListing;
}

/** The image of a snapshot does not hold what it should. */
export class UnfitSnapshot extends Error {}

/** A container of the base image with the project in it: the state before the first step. */
export async function placeOfBase(
  engine: Transport,
  origin: SessionOrigin,
  output: OutputListener,
): Promise<NewPlace> {
  const { image, settings, codeDirectory, signal } = origin;
  const options = { createdDirectory: codeDirectory, signal };
  const container = await SessionContainer.create(engine, image, settings, options);
  return await furnish(container, output, signal, async (place) => {
    await container.put(origin.project(place.kind), signal);
  });
}

/**
 * An image of the base with the project in it. It is made of a container of its own that never
 * runs: a commit of the session's would read the project, and hide what commands read of it.
 */
export async function imageOfBase(
  engine: Transport,
  { image, settings, codeDirectory, project }: SessionOrigin,
  owner: ShellKind,
): Promise<string> {
  const { id } = await createContainer(engine, {
    ...keeperSpec,
    Image: image,
    WorkingDir: codeDirectory,
    Labels: sessionLabels(settings),
  });
  try {
    await putArchive(engine, id, "/", project(owner));
    return await commitContainer(engine, id, { pause: false });
  } finally {
    await removeWhole(engine, id, settings.notice);
  }
}

/**
 * A container of a snapshot, mended where the snapshot is torn.
 *
 * @throws UnfitSnapshot when it cannot be mended, or does not hold the files that it should
 */
export async function placeOfSnapshot(
  engine: Transport,
  origin: SessionOrigin,
  snapshot: Snapshot,
  sources: Sources,
  output: OutputListener,
): Promise<NewPlace> {
  const mending = planMending(snapshot, sources);
  if (!mending) throw new UnfitSnapshot("It was made while commands changed what it holds");
  const { settings, signal } = origin;
  const container = await SessionContainer.create(engine, snapshot.image, settings, { signal });
  const made = await furnish(container, output, signal, async (place) => {
    const { remove, damaged, restore } = mending;
    await removePaths(place.root, [...remove, ...damaged]);
    await putInPlace(restore, place);
    await armProject(place, origin.codeDirectory);
  });
  if (!snapshot.listing) return made;
  const different = differentShapes(snapshot.listing, made.files).filter(isSignificant);
  if (different.length === 0) return made;
  made.place.close();
  await container.remove();
  throw new UnfitSnapshot(`It lacks or has other than it should: ${different[0]}`);
}

async function furnish(
  container: SessionContainer,
  output: OutputListener,
  signal: AbortSignal | undefined,
  prepare: (place: SessionPlace) => Promise<void>,
): Promise<NewPlace> {
  try {
    const place = await SessionPlace.open(container, output, signal);
    await prepare(place);
    return { place, files: await place.files() };
  } catch (error) {
    await container.remove();
    throw error;
  }
}
