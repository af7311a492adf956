import { listContainers } from "../../engine/containers/list.ts";
import { EngineError } from "../../engine/errors.ts";
import { listImages } from "../../engine/images/list.ts";
import { removeImage } from "../../engine/images/manage.ts";
import type { Transport } from "../../engine/transport.ts";
import { removeWhole } from "./container_removal.ts";
import { sessionIdLabel, type SessionSettings } from "./session_container.ts";

/**
 * Removes the containers and images of a session that nobody knows of: those of a dk that was
 * killed while it was making them.
 *
 * @param known ids to keep
 */
export async function removeStrays(
  engine: Transport,
  { id, notice }: SessionSettings,
  known: readonly string[],
): Promise<void> {
  if (!id) return; // Those of other sessions would be among them.
  const filters = { label: [`${sessionIdLabel}=${id}`] };
  for (const { Id } of await listContainers(engine, { all: true, filters })) {
    if (!known.includes(Id)) await removeWhole(engine, Id, notice);
  }
  const images = await listImages(engine, { all: true, filters });
  await removeUnusedImages(engine, images.map(({ Id }) => Id).filter((id) => !known.includes(id)));
}

/**
 * Removes images, in whatever order they stand on each other.
 *
 * @returns those that a container or another image needs
 */
export async function removeUnusedImages(
  engine: Transport,
  images: readonly string[],
): Promise<string[]> {
  let left = [...images];
  for (let before = -1; left.length > 0 && left.length !== before;) {
    before = left.length;
    const kept: string[] = [];
    for (const image of left) if (!await isRemoved(engine, image)) kept.push(image);
    left = kept;
  }
  return left;
}

/** False when a container or another image needs it. */
async function isRemoved(engine: Transport, image: string): Promise<boolean> {
  try {
    await removeImage(engine, image, { keepParents: true });
    return true;
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return true;
    if (error instanceof EngineError && error.status === 409) return false;
    throw error;
  }
}
