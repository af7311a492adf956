import { attachContainer } from "../../engine/containers/attach.ts";
import { startContainer } from "../../engine/containers/lifecycle.ts";
import { type ContainerWait, waitContainer } from "../../engine/containers/wait.ts";
import type { HijackedStream, Transport } from "../../engine/transport.ts";

/** A started container, its streams and its end. */
export interface AttachedContainer {
  stream: HijackedStream;
  wait: ContainerWait;
}

/**
 * Attaches, waits, starts: in that order no output and no exit is missed (engine.md 3.1).
 *
 * @throws EngineError 400 (Podman 500) when its command cannot be run
 */
export async function startAttached(
  engine: Transport,
  id: string,
  options: { stdin: boolean; signal?: AbortSignal },
): Promise<AttachedContainer> {
  const { stdin, signal } = options;
  const stream = await attachContainer(engine, id, { stdin, stdout: true, stderr: true, signal });
  try {
    const wait = await waitContainer(engine, id, { signal });
    try {
      await startContainer(engine, id, { signal });
      return { stream, wait };
    } catch (error) {
      await wait[Symbol.asyncDispose]();
      throw error;
    }
  } catch (error) {
    stream.close();
    throw error;
  }
}
