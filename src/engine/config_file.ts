import type { Environment } from "../lib/environment.ts";
import { join } from "../lib/path.ts";
import { homeDirectory } from "./account.ts";
import { parseProxies, type ProxySettings } from "./proxies.ts";

/** What dk's engine side takes from docker's `config.json`; registries read it for themselves. */
export interface ConfigFile {
  currentContext?: string;
  /** Key sequence that leaves an attached container, such as `ctrl-x,x`. */
  detachKeys?: string;
  /** Forms of the lists of containers and of images where no other is asked for. */
  psFormat?: string;
  imagesFormat?: string;
  /** Proxies for containers and builds, by engine address or `default`. */
  proxies: ProxySettings;
  /** Headers to send with every request to the engine. */
  httpHeaders: Record<string, string>;
  /** Why the file was ignored, when it could not be read; docker warns and goes on, so does dk. */
  warning?: string;
}

const read = new Map<string, ConfigFile>();

/** Docker's configuration directory: `--config`, else DOCKER_CONFIG, else `~/.docker`. */
export async function configDirectory(env: Environment, flag?: string): Promise<string> {
  return flag || env.DOCKER_CONFIG || join(await homeDirectory(env), ".docker");
}

/** `config.json` of `directory`, read once per process; empty when there is none. */
export function readConfigFile(directory: string): ConfigFile {
  let file = read.get(directory);
  if (!file) read.set(directory, file = load(join(directory, "config.json")));
  return file;
}

function load(path: string): ConfigFile {
  try {
    // Synchronous: the runtime would start threads for so small a file otherwise.
    return parseConfigFile(Deno.readTextFileSync(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return { httpHeaders: {}, proxies: {} };
    }
    return {
      httpHeaders: {},
      proxies: {},
      warning: `Ignoring ${path}: ${(error as Error).message}`,
    };
  }
}

/**
 * Picks dk's fields, keys in any case as Go reads them.
 *
 * @throws SyntaxError when it is not JSON, TypeError when a field has the wrong type
 */
export function parseConfigFile(text: string): ConfigFile {
  const fields = lowerKeys(JSON.parse(text));
  const headers = fields.get("httpheaders") ?? {};
  if (typeof headers !== "object") throw new TypeError("HttpHeaders is not an object");
  const httpHeaders: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) httpHeaders[name] = String(value);
  return {
    currentContext: textField(fields, "currentContext"),
    detachKeys: textField(fields, "detachKeys"),
    psFormat: textField(fields, "psFormat"),
    imagesFormat: textField(fields, "imagesFormat"),
    httpHeaders,
    proxies: parseProxies(fields.get("proxies")),
  };
}

/** An object's fields by lower-cased key; of keys that differ in case the last one counts. */
export function lowerKeys(value: unknown): Map<string, unknown> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new TypeError("not a JSON object");
  }
  return new Map(Object.entries(value).map(([key, field]) => [key.toLowerCase(), field]));
}

function textField(fields: Map<string, unknown>, name: string): string | undefined {
  const value = fields.get(name.toLowerCase());
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw new TypeError(`${name} is not a string`);
  return value;
}
