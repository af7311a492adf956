import type { Transport } from "../../engine/transport.ts";
import { significantChanges } from "../containerize/significant_changes.ts";
import { hasImage } from "../run/image_at_hand.ts";
import { compareListings } from "./file_listing.ts";
import { endOldShells } from "./left_processes.ts";
import { readListing } from "./listing_store.ts";
import type { NewPlace } from "./rebuild.ts";
import { SessionContainer } from "./session_container.ts";
import { type OutputListener, SessionPlace } from "./session_place.ts";
import type { Snapshot } from "./snapshots.ts";
import { removeStrays } from "./strays.ts";
import type { Reunion, SavedTimeline, TimelineRequest } from "./timeline_types.ts";

/** What is left of the session of an earlier dk. */
export interface Remains extends Omit<Reunion, "move"> {
  /** Undefined when the container is gone. */
  made: NewPlace | undefined;
  /** Those whose images are still there. */
  snapshots: Snapshot[];
}

/**
 * Takes hold of a session's container, starting it if it has ended. Ends what an earlier dk was
 * running in it, and removes what that one had not finished.
 */
export async function findRemains(
  engine: Transport,
  saved: SavedTimeline,
  request: TimelineRequest,
  output: OutputListener,
): Promise<Remains> {
  const { settings, signal, listingFile } = request;
  const snapshots = await presentSnapshots(engine, saved.snapshots);
  const known = [saved.container, ...snapshots.map(({ image }) => image)];
  await removeStrays(engine, settings, known);
  const found = await SessionContainer.reopen(engine, saved.container, settings, { signal });
  if (!found) return { container: "gone", made: undefined, unrecorded: [], snapshots };
  const { container, wasRunning } = found;
  if (wasRunning) await endOldShells(container);
  const place = await SessionPlace.open(container, output, signal);
  const files = await place.files();
  const recorded = listingFile ? await readListing(listingFile) : undefined;
  const unrecorded = recorded ? significantChanges(compareListings(recorded, files)) : [];
  const state = wasRunning ? "running" : "ended";
  return { container: state, made: { place, files }, unrecorded, snapshots };
}

async function presentSnapshots(
  engine: Transport,
  snapshots: SavedTimeline["snapshots"],
): Promise<Snapshot[]> {
  const present: Snapshot[] = [];
  for (const snapshot of snapshots) {
    if (await hasImage(engine, snapshot.image)) present.push({ ...snapshot });
  }
  return present;
}
