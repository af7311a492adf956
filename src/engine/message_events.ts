import type { ProgressEvent } from "../lib/progress_event.ts";
import type { EngineMessage } from "./messages.ts";

/**
 * What a message of a pull, push, load or build has to show; undefined for those that only carry
 * a result. Amounts are bytes unless the engine names another unit (containerd counts an
 * extraction in seconds), which is left out.
 */
export function progressEvent(message: EngineMessage): ProgressEvent | undefined {
  const { stream, status, id, progressDetail } = message;
  if (stream !== undefined) return { kind: "output", text: stream };
  if (status === undefined) return undefined;
  if (id === undefined) return { kind: "line", text: status };
  const { current, total, units } = progressDetail ?? {};
  if (current === undefined || units) return { kind: "item", id, status };
  return { kind: "item", id, status, current, ...(total && total > 0 && { total }) };
}
