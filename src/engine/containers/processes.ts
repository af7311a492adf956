import { askJson, type Cancellable } from "../ask.ts";
import { objectPath } from "../paths.ts";
import { readJsonObjects } from "../progress.ts";
import type { Transport } from "../transport.ts";

/** A table of processes, one row each. */
export interface ProcessTable {
  Titles: string[];
  Processes: string[][] | null;
}

/**
 * The processes of a running container: `GET /containers/ID/top`; `psArgs` such as `aux`, the
 * engine's own `-ef` when left out.
 *
 * @throws EngineError 404; 409 (20.10: 500) when it is not running
 */
export async function containerProcesses(
  transport: Transport,
  id: string,
  options: Cancellable & { psArgs?: string } = {},
): Promise<ProcessTable> {
  return await askJson<ProcessTable>(transport, {
    method: "GET",
    path: objectPath("containers", id, "top"),
    query: { ps_args: options.psArgs },
    signal: options.signal,
  });
}

/** A measurement of a running container. Times are nanoseconds, sizes bytes. */
export interface ContainerStats {
  /** RFC 3339; the zero time when the container is not running. */
  read: string;
  name?: string;
  id?: string;
  pids_stats?: { current?: number; limit?: number };
  cpu_stats: CpuStats;
  /** The measurement before; zeros in the first one. */
  precpu_stats: CpuStats;
  memory_stats: { usage?: number; limit?: number; stats?: Record<string, number> };
  networks?: Record<string, { rx_bytes: number; tx_bytes: number }>;
  blkio_stats?: { io_service_bytes_recursive?: { op: string; value: number }[] | null };
}

/** Processor time up to one measurement. */
export interface CpuStats {
  cpu_usage: { total_usage: number; percpu_usage?: number[] | null };
  system_cpu_usage?: number;
  online_cpus?: number;
}

/**
 * One measurement: `GET /containers/ID/stats?stream=0`. The engine takes a second for it, so that
 * `precpu_stats` can be compared, unless `oneShot` is set.
 */
export async function containerStats(
  transport: Transport,
  id: string,
  options: Cancellable & { oneShot?: boolean } = {},
): Promise<ContainerStats> {
  return await askJson<ContainerStats>(transport, {
    method: "GET",
    path: objectPath("containers", id, "stats"),
    query: { stream: false, "one-shot": options.oneShot || undefined },
    signal: options.signal,
  });
}

/** Measurements, one a second, until the container is removed or the iteration ends. */
export async function* watchContainerStats(
  transport: Transport,
  id: string,
  options: Cancellable = {},
): AsyncGenerator<ContainerStats> {
  const response = await transport.request({
    method: "GET",
    path: objectPath("containers", id, "stats"),
    query: { stream: true },
    signal: options.signal,
  });
  yield* readJsonObjects<ContainerStats>(response.body);
}
