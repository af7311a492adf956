import type { Environment } from "../../lib/environment.ts";
import { readKeyValueFile } from "./env_file.ts";

/**
 * The variables for a container or an exec, as docker orders them: proxies of the configuration,
 * the files, then `-e`; the engine lets the last one win. `-e NAME` takes the caller's value; where the
 * caller has none the bare name is passed on, which removes the image's own.
 *
 * @throws UsageFailure for a file that cannot be read or has a bad line
 */
export async function gatherEnvironment(
  flags: { env: readonly string[]; envFile: readonly string[] },
  caller: Environment,
  proxies: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const fromFiles: string[] = [];
  for (const path of flags.envFile) fromFiles.push(...await readKeyValueFile(path, caller));
  const given = flags.env.map((entry) =>
    entry.includes("=") || caller[entry] === undefined ? entry : `${entry}=${caller[entry]}`
  );
  const named = new Set(given.map((entry) => entry.split("=", 1)[0]));
  const fromProxies = Object.entries(proxies)
    .filter(([name]) => !named.has(name))
    .map(([name, value]) => `${name}=${value}`);
  return [...fromFiles, ...fromProxies, ...given];
}
