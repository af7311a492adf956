import { Failure } from "../../lib/failure.ts";

/**
 * Takes away a file for a build's result that is left of an earlier one, so that a failure cannot
 * be taken for success.
 */
export async function clearResultFile(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw unusable(path, error);
  }
}

/** Writes a result: the image's id (without a line end, as docker does) or metadata. @throws Failure */
export async function writeResultFile(path: string, text: string): Promise<void> {
  try {
    await Deno.writeTextFile(path, text);
  } catch (error) {
    throw unusable(path, error);
  }
}

function unusable(path: string, error: unknown): Failure {
  const why = error instanceof Error ? error.message : String(error);
  return new Failure(`Cannot write the build's result to ${path}`, { why, cause: error });
}
