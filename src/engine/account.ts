import type { Environment } from "../lib/environment.ts";

/**
 * The caller's home: HOME, else what `/etc/passwd` says of the user id, else `/`.
 * A cron job or a container may run without HOME.
 */
export async function homeDirectory(
  env: Environment,
): Promise<string> {
  if (env.HOME) return env.HOME;
  const uid = String(Deno.uid());
  const users = await databaseLines("/etc/passwd");
  return users.find((fields) => fields[2] === uid)?.[5] || "/";
}

/** Name and members of the group with number `gid`; undefined when it has no name. */
export async function groupOf(
  gid: number,
): Promise<{ name: string; members: string[] } | undefined> {
  const groups = await databaseLines("/etc/group");
  const found = groups.find((fields) => fields[2] === String(gid));
  if (!found?.[0]) return undefined;
  return { name: found[0], members: (found[3] ?? "").split(",").filter(Boolean) };
}

/** Colon-separated lines of a file of users or groups; empty where there is no such file. */
async function databaseLines(path: string): Promise<string[][]> {
  try {
    return (await Deno.readTextFile(path)).split("\n").map((line) => line.split(":"));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
