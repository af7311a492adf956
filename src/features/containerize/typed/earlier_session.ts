import type { Transport } from "../../../engine/transport.ts";
import { type NoticeListener, removeWhole } from "../../session/container_removal.ts";
import { DamagedJournal, hasJournal, sessionDirectory } from "../../session/journal.ts";
import { removeUnusedImages } from "../../session/strays.ts";
import type { SavedTimeline } from "../../session/timeline.ts";
import { SessionRecord } from "./session_record.ts";

/** A session of a project that an earlier dk has left, as far as a question about it needs. */
export interface LeftSession {
  /** Where its files of this machine are. */
  directory: string;
  /** Number of steps in force; undefined when the journal cannot be read. */
  steps: number | undefined;
}

/**
 * Looks for the session that was not ended in a project; undefined without one.
 *
 * @param stateHome absolute, as `XDG_STATE_HOME`
 * @throws Failure when another dk is at work on it
 */
export async function findLeftSession(
  stateHome: string,
  project: string,
): Promise<LeftSession | undefined> {
  const directory = await sessionDirectory(stateHome, project);
  if (!await hasJournal(directory)) return undefined;
  const opened = await openRecord(directory);
  if (!opened) return { directory, steps: undefined };
  const { record, earlier } = opened;
  if (!earlier) {
    await record.remove(); // It ended before there was a container.
    return undefined;
  }
  record[Symbol.dispose]();
  return { directory, steps: earlier.saved.at };
}

/** Ends a session that was left: its container, its snapshots and its journal go. */
export async function forgetSession(
  engine: Transport,
  { directory }: LeftSession,
  notice: NoticeListener,
): Promise<void> {
  const opened = await openRecord(directory);
  if (!opened) {
    return notice("The earlier session's journal is damaged: its container is not known");
  }
  const { record, earlier } = opened;
  if (earlier) {
    try {
      await removeMade(engine, earlier.saved, notice);
    } catch (error) {
      record[Symbol.dispose]();
      throw error;
    }
  }
  await record.remove();
}

async function removeMade(
  engine: Transport,
  { container, snapshots }: SavedTimeline,
  notice: NoticeListener,
): Promise<void> {
  await removeWhole(engine, container, notice);
  const images = snapshots.map(({ image }) => image).reverse();
  for (const image of await removeUnusedImages(engine, images)) {
    notice(`The snapshot ${image.slice(7, 19)} could not be removed: it is in use`);
  }
}

/** Undefined for a journal that cannot be read. */
async function openRecord(directory: string) {
  try {
    return await SessionRecord.resume(directory);
  } catch (error) {
    if (error instanceof DamagedJournal) return undefined;
    throw error;
  }
}
