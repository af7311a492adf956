import type { Cancellable } from "../ask.ts";
import { objectPath } from "../paths.ts";
import type { HijackedStream, Transport } from "../transport.ts";

/** Which ends of a container to take hold of. */
export interface AttachOptions extends Cancellable {
  stdin?: boolean;
  stdout?: boolean;
  stderr?: boolean;
  /** Replays what was written before. */
  logs?: boolean;
  /** Such as `ctrl-p,ctrl-q`; the engine's own when left out. */
  detachKeys?: string;
}

/**
 * Takes hold of a container's streams: `POST /containers/ID/attach`, hijacked (engine.md 3.2).
 * Attach before the start and no output is lost. What is read are frames, raw bytes when the
 * container has a terminal ({@link "../output.ts".copyOutput} handles both); what is written
 * reaches its stdin raw. Half-close only when the container was created with StdinOnce and
 * without a terminal (3.4).
 *
 * @throws EngineError 404 when there is no such container, 409 when it cannot be attached to
 */
export async function attachContainer(
  transport: Transport,
  id: string,
  options: AttachOptions,
): Promise<HijackedStream> {
  const { stdin, stdout, stderr, logs, detachKeys } = options;
  return await transport.upgrade({
    method: "POST",
    path: objectPath("containers", id, "attach"),
    query: {
      stream: true,
      stdin: stdin || undefined,
      stdout: stdout || undefined,
      stderr: stderr || undefined,
      logs: logs || undefined,
      detachKeys,
    },
    signal: options.signal,
  });
}
