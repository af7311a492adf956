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
    super(reason || `The engine answered ${status} to ${request}`, {
      next: wayOut(status, request),
      cause: request,
    });
  }
}

/** What to do next, where the status and the request alone tell. */
function wayOut(status: number, request: string): string | undefined {
  if (status === 404) return whereToLook(request);
  if (status !== 409) return undefined;
  if (/^DELETE \/containers\//.test(request)) return "Stop it first, or add --force";
  if (/^DELETE \/images\//.test(request)) {
    return "Remove what uses it first (dk ps -a), or add --force";
  }
}

/** What shows the names that exist, for a request that names a container or an image. */
function whereToLook(request: string): string | undefined {
  const named = request.match(/^\S+ \/(containers|images)\/(?!create$)(?!.*\/archive$)/);
  if (!named) return undefined;
  return named[1] === "images"
    ? "See dk images for the images there are"
    : "See dk ps -a for the containers there are";
}
