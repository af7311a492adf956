import type { Environment } from "../lib/environment.ts";
import { join } from "../lib/path.ts";

/**
 * The helper that docker chooses by itself when config.json names none (engine.md 8.2): that of
 * the system's keychain, but only when it is installed.
 */
export async function defaultHelper(
  os: string,
  env: Environment,
): Promise<string | undefined> {
  const name = await systemHelper(os, env);
  return name && await isOnPath(`docker-credential-${name}`, env) ? name : undefined;
}

async function systemHelper(os: string, env: Environment): Promise<string | undefined> {
  if (os === "darwin") return "osxkeychain";
  if (os !== "linux") return undefined;
  return await isOnPath("pass", env) ? "pass" : "secretservice";
}

async function isOnPath(program: string, env: Environment): Promise<boolean> {
  for (const directory of (env.PATH ?? "").split(":").filter(Boolean)) {
    try {
      const { isFile, mode } = await Deno.stat(join(directory, program));
      if (isFile && ((mode ?? 0) & 0o111) !== 0) return true;
    } catch (error) {
      if (!isAbsence(error)) throw error;
    }
  }
  return false;
}

function isAbsence(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory ||
    error instanceof Deno.errors.PermissionDenied;
}
