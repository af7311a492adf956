import type { Cancellable } from "../ask.ts";
import { encodeFilters, type Filters } from "../filters.ts";
import { readJsonObjects } from "../progress.ts";
import type { Transport } from "../transport.ts";

/** Something that happened on the engine. */
export interface EngineEvent {
  /** `container`, `image`, `network`, `volume`, … */
  Type: string;
  /** `create`, `start`, `die`, `destroy`, `pull`, … */
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> | null };
  /** Seconds since the epoch. */
  time: number;
  /** The same in nanoseconds; beyond what a number holds exactly. */
  timeNano: number;
}

/**
 * What happens on the engine from now, or `since`, on: `GET /events`. Ends at `until`, when the
 * iteration is left, or with the abort reason. `since` and `until` are seconds since the epoch.
 */
export async function* watchEvents(
  transport: Transport,
  options: Cancellable & { since?: string; until?: string; filters?: Filters } = {},
): AsyncGenerator<EngineEvent> {
  const response = await transport.request({
    method: "GET",
    path: "/events",
    query: {
      since: options.since,
      until: options.until,
      filters: encodeFilters(options.filters),
    },
    signal: options.signal,
  });
  yield* readJsonObjects<EngineEvent>(response.body);
}
