import { inspectContainer } from "../../engine/containers/inspect.ts";
import { EngineError } from "../../engine/errors.ts";
import type { Transport } from "../../engine/transport.ts";

const attempts = 100;
const pauseMilliseconds = 20;

/**
 * Waits until a container that removes itself is gone and its name is free, for two seconds at
 * most: Podman removes it some time after it has told of the end.
 */
export async function awaitRemoval(transport: Transport, id: string): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      await inspectContainer(transport, id);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.status === 404) return;
      // Podman answers 500 to a look at what it is just removing.
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
}
