import { isSymlink, type PathStat, statPath } from "../../engine/containers/archive.ts";
import { inspectContainer } from "../../engine/containers/inspect.ts";
import { EngineError } from "../../engine/errors.ts";
import type { Transport } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import { dirname, resolve } from "../../lib/path.ts";

/**
 * What a path in a container is; undefined when it does not exist there.
 *
 * @throws EngineError 404 when there is no such container
 */
export async function statIfThere(
  engine: Transport,
  container: string,
  path: string,
  signal?: AbortSignal,
): Promise<PathStat | undefined> {
  try {
    return await statPath(engine, container, path, { signal });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // The answer to HEAD has no words; a container that is not there is told of by its inspection.
    await inspectContainer(engine, container, { signal });
    if (error.status === 404) return undefined;
    throw error;
  }
}

/** Where a symbolic link of a container leads; any other path stays as it is. */
export function linkedPath(path: string, stat: PathStat | undefined): string {
  if (!stat || !isSymlink(stat) || !stat.linkTarget) return path;
  return resolve(dirname(absolute(path)), stat.linkTarget);
}

/** A path in a container, from its root on; a slash and a dot at the end keep their meaning. */
export function absolute(path: string): string {
  const ending = path.match(/(?<=[^/]|^)\/\.?$/)?.[0] ?? "";
  const whole = resolve("/", path);
  return whole === "/" ? "/" : whole + ending;
}

/** The error for a path that is to be read and is not there. */
export function noSuchPath(container: string, path: string): Failure {
  return new Failure(`There is no ${path} in container ${container}`, {
    next: "Check the path; it begins at the container's root",
  });
}
