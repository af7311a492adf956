import type { Transport } from "../../engine/transport.ts";
import type { ProgressListener } from "../../lib/progress_event.ts";

/** What a copy needs beside its plan. */
export interface CopyWork {
  engine: Transport;
  /** Absolute. */
  cwd: string;
  /** Follow a symbolic link that is the source itself. */
  followLink: boolean;
  /** Keep owners: towards a container the archive's, from one where the caller is root. */
  archive: boolean;
  stdin(): AsyncIterable<Uint8Array>;
  /** Writes to standard output, waiting for a slow reader. */
  stdout(bytes: Uint8Array): Promise<void>;
  progress: ProgressListener;
  signal?: AbortSignal;
}

/** Passes chunks on and tells how many bytes went by. */
export async function* countBytes(
  chunks: AsyncIterable<Uint8Array>,
  id: string,
  progress: ProgressListener,
): AsyncGenerator<Uint8Array> {
  let current = 0;
  for await (const chunk of chunks) {
    yield chunk;
    current += chunk.length;
    progress({ kind: "item", id, status: "Copying", current });
  }
}
