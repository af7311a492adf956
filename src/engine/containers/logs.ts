import type { Cancellable } from "../ask.ts";
import { objectPath } from "../paths.ts";
import type { Transport } from "../transport.ts";

/** Which part of a container's log to read. */
export interface LogOptions extends Cancellable {
  stdout?: boolean;
  stderr?: boolean;
  /** Stays until the container ends. */
  follow?: boolean;
  timestamps?: boolean;
  /** Adds labels and environment that the log driver records. */
  details?: boolean;
  /** Seconds since the epoch, also with a fraction: `1700000000.5`. */
  since?: string;
  until?: string;
  /** Number of last lines; all when left out. */
  tail?: number;
}

/**
 * A container's log: `GET /containers/ID/logs`. The bytes are frames, or raw when the container
 * has a terminal (engine.md 3.3); `copyBody` takes them apart.
 *
 * @throws EngineError 404; 501 or 500 where the log driver cannot be read
 */
export async function containerLogs(
  transport: Transport,
  id: string,
  options: LogOptions = {},
): Promise<ReadableStream<Uint8Array>> {
  const { stdout = true, stderr = true, signal } = options;
  const response = await transport.request({
    method: "GET",
    path: objectPath("containers", id, "logs"),
    query: {
      stdout,
      stderr,
      follow: options.follow || undefined,
      timestamps: options.timestamps || undefined,
      details: options.details || undefined,
      since: options.since,
      until: options.until,
      tail: options.tail === undefined ? "all" : options.tail,
    },
    signal,
  });
  return response.body;
}
