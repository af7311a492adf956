import type { Environment } from "../../lib/environment.ts";
import { UsageFailure } from "../../lib/failure.ts";
import { dirname } from "../../lib/path.ts";
import { readKeyValueFile, readTextOf } from "./env_file.ts";
import { gatherEnvironment } from "./environment.ts";
import type { RunInputs } from "./options.ts";

/** The flags whose values lie in files or in the caller's environment. */
export interface OutsideFlags {
  env: readonly string[];
  envFile: readonly string[];
  label: readonly string[];
  labelFile: readonly string[];
  securityOpt: readonly string[];
}

/** Where they are looked up. */
export interface Outside {
  env: Environment;
  /** Proxy variables of docker's configuration. */
  proxies: Readonly<Record<string, string>>;
}

/**
 * Reads the files that flags name and the variables that they take from the caller.
 *
 * @throws UsageFailure for a file that cannot be read or has a bad line
 */
export async function gatherInputs(
  flags: OutsideFlags,
  outside: Outside,
): Promise<Pick<RunInputs, "env" | "labels" | "securityOpt">> {
  const labels: string[] = [];
  for (const path of flags.labelFile) labels.push(...await readKeyValueFile(path));
  return {
    env: await gatherEnvironment(flags, outside.env, outside.proxies),
    labels: [...labels, ...flags.label],
    securityOpt: await Promise.all(flags.securityOpt.map(securityOption)),
  };
}

/** The engine wants a seccomp profile itself, not the name of its file. */
async function securityOption(option: string): Promise<string> {
  const [, key, value] = /^([^=:]+)[=:](.*)$/s.exec(option) ?? [];
  if (key !== "seccomp" || value === "unconfined" || value === "builtin") return option;
  const text = await readTextOf(value, "the seccomp profile");
  try {
    return `seccomp=${JSON.stringify(JSON.parse(text))}`;
  } catch (cause) {
    throw new UsageFailure(`The seccomp profile ${JSON.stringify(value)} is not JSON`, {
      why: (cause as Error).message,
      next: "Name a profile in docker's format, or unconfined",
      cause,
    });
  }
}

/**
 * Makes sure that the file for the container's id does not exist yet and that its folder does.
 *
 * @throws UsageFailure
 */
export async function checkCidFile(path: string): Promise<void> {
  const [file, folder] = await Promise.all([kindOf(path), kindOf(dirname(path))]);
  if (file !== undefined) {
    throw new UsageFailure(`The file ${JSON.stringify(path)} for the container's id exists`, {
      why: "Another container may be using it",
      next: "Delete it, or name another file in --cidfile",
    });
  }
  if (folder === "directory") return;
  throw new UsageFailure(`Cannot write the container's id to ${JSON.stringify(path)}`, {
    why: `There is no folder ${dirname(path)}`,
    next: "Name a file in a folder that exists",
  });
}

async function kindOf(path: string): Promise<"directory" | "other" | undefined> {
  try {
    return (await Deno.stat(path)).isDirectory ? "directory" : "other";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
}
