import { EngineError } from "../../../engine/errors.ts";
import { Failure } from "../../../lib/failure.ts";

/**
 * Reads a file system once more when its archive came damaged: an engine that finds a file
 * shorter than a moment before breaks its archive off, and something may still run in a session.
 *
 * @throws Failure when it is damaged again; EngineError and abort reasons at once
 */
export async function readTwice<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  try {
    return await read();
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new Failure("The files of the session could not be read whole", {
      why: error.message,
      next: "Something that a step started may still write files: end it, and try again",
      cause: error,
    });
  }
}

function isDamage(error: unknown): error is Failure {
  return error instanceof Failure && !(error instanceof EngineError);
}
