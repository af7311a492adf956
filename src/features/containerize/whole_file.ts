import { Failure } from "../../lib/failure.ts";
import { basename, dirname } from "../../lib/path.ts";

/**
 * Writes a whole file or none: to a name of its own first, then renamed.
 *
 * @param replace false refuses to take the place of what came up meanwhile, unless it is an empty file
 * @throws Failure when it cannot be written, or exists and is not to be replaced
 */
export async function writeWholeFile(
  path: string,
  content: string | Uint8Array,
  replace: boolean,
): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const own = `${dirname(path)}/.${basename(path)}.${crypto.randomUUID().slice(0, 8)}`;
  try {
    await Deno.writeFile(own, bytes, { createNew: true });
    if (replace || await isEmptyFile(path)) await Deno.rename(own, path);
    else await Deno.link(own, path);
  } catch (error) {
    const exists = error instanceof Deno.errors.AlreadyExists;
    throw new Failure(`Cannot write ${path}`, {
      why: exists ? "It exists" : error instanceof Error ? error.message : String(error),
      next: exists ? "Move it away, or add --overwrite" : nextFor(error),
      cause: error,
    });
  } finally {
    await removeIfThere(own);
  }
}

/** True for a plain file that holds nothing, as `touch` makes it: replacing it loses nothing. */
export async function isEmptyFile(path: string): Promise<boolean> {
  try {
    const { isFile, size } = await Deno.lstat(path);
    return isFile && size === 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Finds out whether a file can be written in a folder, before the work whose result it would hold.
 *
 * @throws Failure with the reason
 */
export async function checkWritable(directory: string): Promise<void> {
  const own = `${directory}/.dk.${crypto.randomUUID().slice(0, 8)}`;
  try {
    await Deno.writeTextFile(own, "\n", { createNew: true });
  } catch (error) {
    throw new Failure(`Cannot write to the folder ${directory}`, {
      why: error instanceof Error ? error.message : String(error),
      next: `${nextFor(error)}; nothing was run`,
      cause: error,
    });
  } finally {
    await removeIfThere(own);
  }
}

function nextFor(error: unknown): string {
  return error instanceof Deno.errors.PermissionDenied
    ? "Check the rights on its folder"
    : "Make room or choose another folder, then run dk containerize again";
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
