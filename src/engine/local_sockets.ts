import type { Environment } from "../lib/environment.ts";
import { join } from "../lib/path.ts";
import { homeDirectory } from "./account.ts";

/**
 * Sockets of engines that do not listen at docker's default path, best first: rootless docker,
 * Docker Desktop, podman of the user, podman of root.
 */
export async function localSockets(
  env: Environment,
): Promise<string[]> {
  const runtime = `/run/user/${Deno.uid()}`;
  const directories = env.XDG_RUNTIME_DIR ? [env.XDG_RUNTIME_DIR, runtime] : [runtime];
  const paths = [
    ...directories.map((directory) => join(directory, "docker.sock")),
    join(await homeDirectory(env), ".docker/run/docker.sock"),
    ...directories.map((directory) => join(directory, "podman/podman.sock")),
    "/run/podman/podman.sock",
  ];
  return [...new Set(paths)];
}

/**
 * True when something that this user can see is at `path`. Synchronous: the runtime would start
 * threads for it otherwise, which costs more than the question. No `stat`: in its answer stand
 * dates, and for the first date the runtime reads the time zone.
 */
export function pathExists(path: string): boolean {
  return seen(() => Deno.realPathSync(path) !== "");
}

/** True when `path` is a socket that this user can see. */
export function socketExists(path: string): boolean {
  return seen(() => Deno.statSync(path).isSocket !== false);
}

function seen(look: () => boolean): boolean {
  try {
    return look();
  } catch (error) {
    // Another user's runtime directory holds nothing for this one.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) {
      return false;
    }
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}
