import { Failure } from "../../../lib/failure.ts";
import { isWithin, join } from "../../../lib/path.ts";

/** Directories between two turns of the event loop, so that a signal is noticed on the way. */
const breath = 200;

/**
 * Makes a checked out tree the same each time: all files get the commit's time, by which BuildKit
 * tells what it has already, and git's own files go.
 *
 * @param time seconds since the epoch
 * @param keepGit leaves git's own files
 */
export async function settleTree(
  root: string,
  time: number,
  { keepGit, signal }: { keepGit: boolean; signal?: AbortSignal },
): Promise<void> {
  const directories = [root];
  for (let at = 0; at < directories.length; at++) {
    if (at % breath === 0) {
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
    }
    const directory = directories[at];
    for (const { name, isDirectory, isSymlink } of Deno.readDirSync(directory)) {
      const path = `${directory}/${name}`;
      if (name === ".git" && !keepGit) Deno.removeSync(path, { recursive: true });
      else if (isDirectory) directories.push(path);
      else if (!isSymlink) Deno.utimeSync(path, time, time); // It would follow a link.
    }
  }
  for (const directory of directories) Deno.utimeSync(directory, time, time);
}

/**
 * A directory within a checked out tree, links resolved.
 *
 * @param shown the repository, as errors name it
 * @throws Failure when it is not there, is no directory or leads out of the tree
 */
export async function directoryWithin(root: string, path: string, shown: string): Promise<string> {
  const directory = await pathWithin(root, path, shown);
  if ((await Deno.stat(directory)).isDirectory) return directory;
  throw new Failure(`${path} is not a directory of ${shown}`, {
    next: "Name a directory behind the colon: ADDRESS#BRANCH:DIRECTORY",
  });
}

/**
 * A path within a tree from elsewhere, links resolved: none may lead to this machine's files.
 *
 * @throws Failure when it is not there or leads out of the tree
 */
export async function pathWithin(root: string, path: string, shown: string): Promise<string> {
  const top = await Deno.realPath(root);
  let real: string;
  try {
    real = await Deno.realPath(join(top, path));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Failure(`There is no ${path} in ${shown}`, {
      next: "Check the path, and the branch or commit",
      cause: error,
    });
  }
  if (isWithin(top, real)) return real;
  throw new Failure(`${path} leads out of ${shown}`, {
    why: "What lies outside of the repository cannot be part of the build",
  });
}
