import { join } from "../lib/path.ts";
import { homeDirectory } from "./account.ts";

/**
 * Sockets of engines that do not listen at docker's default path, best first: rootless docker,
 * Docker Desktop, podman of the user, podman of root.
 */
export async function localSockets(
  env: Readonly<Record<string, string | undefined>>,
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
 * True when `path` is a socket that this user can see. Synchronous: the runtime would start threads
 * for it otherwise, which costs more than the question.
 */
export function socketExists(path: string): boolean {
  try {
    return Deno.statSync(path).isSocket !== false;
  } catch (error) {
    // Another user's runtime directory holds nothing for this one.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) {
      return false;
    }
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}
