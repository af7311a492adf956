import { removeContainer } from "../../engine/containers/lifecycle.ts";
import { EngineError } from "../../engine/errors.ts";
import type { Transport } from "../../engine/transport.ts";
import { awaitRemoval } from "../run/removal.ts";

/** Told what a person should know and nothing depends on; one sentence. */
export type NoticeListener = (text: string) => void;

/**
 * Removes a container with its volumes, whatever its state, if it is still there. A removal that
 * fails is told and not thrown, as it must not hide the error that led to it.
 */
export async function removeWhole(
  engine: Transport,
  id: string,
  notice: NoticeListener,
): Promise<void> {
  try {
    await removeContainer(engine, id, { force: true, volumes: true });
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return;
    // The engine is at it already.
    if (error instanceof EngineError && error.status === 409) return await awaitRemoval(engine, id);
    const why = error instanceof Error ? error.message : String(error);
    notice(`Container ${id.slice(0, 12)} could not be removed: ${why}`);
  }
}
