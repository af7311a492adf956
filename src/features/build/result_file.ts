import { Failure } from "../../lib/failure.ts";
import { dirname } from "../../lib/path.ts";

/**
 * Takes away a file for a build's result that is left of an earlier one, so that a failure cannot
 * be taken for success.
 *
 * @throws Failure, before anything is built, where no file can be: at a directory, in no directory
 */
export async function clearResultFile(path: string): Promise<void> {
  try {
    const { isDirectory, isFile } = await Deno.stat(path);
    if (isDirectory) throw new Deno.errors.IsADirectory("Is a directory");
    if (isFile) await Deno.remove(path); // A device such as /dev/stderr is written to as it is.
  } catch (error) {
    const isFree = error instanceof Deno.errors.NotFound && await isDirectory(dirname(path));
    if (!isFree) throw unusable(path, error);
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false; // The error that led here says why.
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
  return new Failure(`Cannot write the build's result to ${path}`, {
    why,
    next: "Choose a place where you may write",
    cause: error,
  });
}
