import { Failure } from "../lib/failure.ts";

/** A request that the engine understood and refused: 4xx or 5xx with its own words. */
export class EngineError extends Failure {
  override readonly name = "EngineError";

  /**
   * @param status HTTP status of the answer
   * @param reason the engine's message, trimmed
   * @param request method and path, for `--debug`
   */
  constructor(readonly status: number, readonly reason: string, readonly request: string) {
    super(reason || `The engine answered ${status} to ${request}`, { cause: request });
  }
}
