import { configDirectory } from "../engine/config_file.ts";
import { join } from "../lib/path.ts";
import {
  type AuthSettings,
  findEntry,
  noAuthSettings,
  parseAuthSettings,
  readEntry,
} from "./auth_entries.ts";
import { helperGet, helperList, type HelperOptions } from "./credential_helper.ts";
import { credentialKey, type Credentials, registryConfig } from "./credentials.ts";
import { defaultHelper } from "./default_helper.ts";
import { Failure } from "../lib/failure.ts";

/** Where credentials are looked for. */
export interface CredentialOptions extends HelperOptions {
  /** Docker's configuration directory as `--config` names it; else that of the environment. */
  configDirectory?: string;
}

/**
 * The credentials that docker would use for a registry (engine.md 8.2): DOCKER_AUTH_CONFIG, then
 * the registry's own helper, the helper for all, and the file itself. Undefined when none are
 * known: the registry is then asked without.
 *
 * @param domain of a reference, such as `docker.io` or `localhost:5000`
 * @throws Failure when a helper fails or an entry cannot be read
 */
export async function findCredentials(
  domain: string,
  options: CredentialOptions,
): Promise<Credentials | undefined> {
  const key = credentialKey(domain);
  const fromEnvironment = findEntry(environmentSettings(options).auths, key);
  if (fromEnvironment) return fromEnvironment;
  const settings = await readAuthSettings(options);
  const helper = await helperFor(key, settings, options);
  return helper ? await helperGet(helper, key, options) : findEntry(settings.auths, key);
}

/** All credentials that are known, as the value of `X-Registry-Config` (classic builder). */
export async function findRegistryConfig(options: CredentialOptions): Promise<string> {
  const settings = await readAuthSettings(options);
  const environment = environmentSettings(options);
  const all = new Map<string, Credentials>();
  const keep = (key: string, found: Credentials | undefined) => {
    if (found) all.set(key, found);
  };
  const store = settings.credsStore;
  if (store) {
    for (const key of await helperList(store, options)) {
      keep(key, await helperGet(store, key, options));
    }
  } else {
    for (const [key, entry] of settings.auths) keep(key, readEntry(key, entry));
  }
  for (const [key, helper] of settings.credHelpers) {
    keep(key, await helperGet(helper, key, options));
  }
  for (const [key, entry] of environment.auths) keep(key, readEntry(key, entry));
  return registryConfig(all);
}

/** The helper that keeps a registry's credentials, if one does. */
export async function helperFor(
  key: string,
  settings: AuthSettings,
  options: HelperOptions,
): Promise<string | undefined> {
  const named = settings.credHelpers.get(key) ?? settings.credsStore;
  if (named) return named;
  // Docker chooses a store by itself only where the file shows no other way.
  const untouched = settings.auths.size === 0 && settings.credHelpers.size === 0;
  return untouched ? await defaultHelper(Deno.build.os, options.env) : undefined;
}

/** Path of `config.json`. */
export async function authFilePath(options: CredentialOptions): Promise<string> {
  return join(await configDirectory(options.env, options.configDirectory), "config.json");
}

/**
 * What `config.json` says of credentials; nothing when there is no such file.
 *
 * @throws Failure when it cannot be read: going on without credentials would only hide that
 */
export async function readAuthSettings(options: CredentialOptions): Promise<AuthSettings> {
  const path = await authFilePath(options);
  try {
    return parseAuthSettings(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return noAuthSettings;
    }
    throw unreadable(path, error);
  }
}

function environmentSettings({ env }: HelperOptions): AuthSettings {
  const text = env.DOCKER_AUTH_CONFIG;
  if (!text) return noAuthSettings;
  try {
    return parseAuthSettings(text);
  } catch (error) {
    throw unreadable("DOCKER_AUTH_CONFIG", error);
  }
}

/** Says which source is broken; what a parser quotes of it could be a secret. */
function unreadable(source: string, error: unknown): Failure {
  const why = error instanceof SyntaxError
    ? "It is not JSON"
    : error instanceof Error
    ? error.message
    : String(error);
  return new Failure(`Credentials cannot be read from ${source}`, {
    why,
    next: "Repair it, or remove it and log in again",
  });
}
