import { exists } from "../../lib/exists.ts";
import { Failure, UsageFailure } from "../../lib/failure.ts";
import { join, relative, resolve } from "../../lib/path.ts";

const DEFAULT_NAMES = ["Dockerfile", "dockerfile"];

/** Where the Dockerfile of a build is. */
export interface DockerfilePlace {
  /** Absolute, as it was named: its own ignore file lies beside it. */
  named: string;
  /** Absolute, symbolic links resolved. */
  path: string;
  /** Seen from the context's root; begins with `../` when it lies outside. */
  relative: string;
}

/**
 * The context directory that a person named: absolute, symbolic links resolved.
 *
 * @throws UsageFailure when there is none or it is not a directory
 */
export async function contextDirectory(cwd: string, given: string): Promise<string> {
  const next = "Name the folder that holds the files of the build";
  if (given === "") {
    throw new UsageFailure("The build context is an empty name", {
      next: `${next}; . is this one`,
    });
  }
  const path = resolve(cwd, given);
  const directory = await realPath(path, `Build context ${given} was not found`, next);
  if (!(await Deno.stat(directory)).isDirectory) {
    throw new UsageFailure(`Build context ${given} is not a directory`, { next });
  }
  return directory;
}

/**
 * Finds the Dockerfile: `given` is seen from the working directory, not from the context; left
 * out, it is `Dockerfile` or else `dockerfile` in the context (engine.md 4.4).
 *
 * @param directory the context, as {@link contextDirectory} gives it
 * @throws UsageFailure when it is not there or a directory
 */
export async function locateDockerfile(
  directory: string,
  cwd: string,
  given: string | undefined,
): Promise<DockerfilePlace> {
  const named = given === undefined ? await defaultDockerfile(directory) : resolve(cwd, given);
  const next = "Name the Dockerfile with -f FILE, as seen from the working directory";
  const path = await realPath(named, `Dockerfile ${named} was not found`, next);
  if ((await Deno.stat(path)).isDirectory) {
    throw new UsageFailure(`Dockerfile ${named} is a directory`, { next });
  }
  return { named, path, relative: relative(directory, path) };
}

/** Whether the context has a Dockerfile under one of the default names. */
export async function hasDockerfile(directory: string): Promise<boolean> {
  return await exists(await defaultDockerfile(directory));
}

/** Where the context's own Dockerfile is, or would be. */
export async function defaultDockerfile(directory: string): Promise<string> {
  for (const name of DEFAULT_NAMES) {
    if (await exists(join(directory, name))) return join(directory, name);
  }
  return join(directory, DEFAULT_NAMES[0]);
}

async function realPath(path: string, missing: string, next: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    const absent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (absent) throw new UsageFailure(missing, { next });
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`Cannot read ${path}`, {
      why,
      next: "Make it a file that you may read",
      cause: error,
    });
  }
}
