import { Failure } from "../../lib/failure.ts";

/**
 * Takes away a file for a build's result that is left of an earlier one, so that a failure cannot
 * be taken for success.
 */
export async function clearIdFile(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw unusable(path, error);
  }
}

/** Writes the image's id, without a line end, as docker does. @throws Failure */
export async function writeIdFile(path: string, id: string): Promise<void> {
  try {
    await Deno.writeTextFile(path, id);
  } catch (error) {
    throw unusable(path, error);
  }
}

function unusable(path: string, error: unknown): Failure {
  const why = error instanceof Error ? error.message : String(error);
  return new Failure(`Cannot write the image's id to ${path}`, { why, cause: error });
}
