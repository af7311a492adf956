import { Failure, UsageFailure } from "../lib/failure.ts";
import { join } from "../lib/path.ts";
import { lowerKeys } from "./config_file.ts";

/** One of docker's contexts, as it lies on disk (engine.md 2.4). */
export interface StoredContext {
  name: string;
  description: string;
  /** Address of its engine, as it was given to `docker context create`. */
  host: string;
  skipTlsVerify: boolean;
  tls: TlsFiles;
}

/** Paths of PEM files; what is undefined is not there. */
export interface TlsFiles {
  ca?: string;
  cert?: string;
  key?: string;
}

/** The context that is no file: DOCKER_HOST or the default socket. */
export const defaultContext = "default";

/**
 * Reads the context `name` below docker's configuration directory.
 *
 * @param source what named it: `--context`, `DOCKER_CONTEXT`, `currentContext in …/config.json`
 * @throws UsageFailure when there is none of this name
 * @throws Failure when its file is damaged or has no docker endpoint
 */
export async function readContext(
  configDir: string,
  name: string,
  source: string,
): Promise<StoredContext> {
  const id = await contextId(name);
  const path = join(configDir, "contexts/meta", id, "meta.json");
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw await unreadable(error, configDir, name, source);
  }
  return { ...parseContext(text, path), tls: await contextTlsFiles(configDir, id) };
}

/** All contexts on disk, sorted by name; damaged ones are left out. */
export async function listContexts(configDir: string): Promise<StoredContext[]> {
  const contexts: StoredContext[] = [];
  const meta = join(configDir, "contexts/meta");
  for (const id of await directoryNames(meta)) {
    const path = join(meta, id, "meta.json");
    try {
      const context = parseContext(await Deno.readTextFile(path), path);
      contexts.push({ ...context, tls: await contextTlsFiles(configDir, id) });
    } catch (error) {
      if (!(error instanceof Failure) && !(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return contexts.sort((a, b) => a.name < b.name ? -1 : 1);
}

/** A context's directory name: the SHA-256 of its name in hex. */
export async function contextId(name: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(name));
  return new Uint8Array(digest).toHex();
}

/** Which of `ca.pem`, `cert.pem` and `key.pem` lie in `directory`. */
export async function tlsFilesIn(directory: string): Promise<TlsFiles> {
  const names = new Set(await directoryNames(directory));
  const path = (name: string) => names.has(name) ? join(directory, name) : undefined;
  return { ca: path("ca.pem"), cert: path("cert.pem"), key: path("key.pem") };
}

function contextTlsFiles(configDir: string, id: string): Promise<TlsFiles> {
  return tlsFilesIn(join(configDir, "contexts/tls", id, "docker"));
}

/** Reads the fields that dk uses; keys in any case, as Go does. @throws Failure when damaged */
function parseContext(text: string, path: string): Omit<StoredContext, "tls"> {
  try {
    const fields = lowerKeys(JSON.parse(text));
    const metadata = lowerKeys(fields.get("metadata") ?? {});
    const endpoint = lowerKeys(lowerKeys(fields.get("endpoints") ?? {}).get("docker") ?? {});
    const name = fields.get("name");
    const host = endpoint.get("host");
    if (typeof name !== "string" || typeof host !== "string") {
      throw new TypeError("it names no docker endpoint");
    }
    return {
      name,
      description: String(metadata.get("description") ?? ""),
      host,
      skipTlsVerify: endpoint.get("skiptlsverify") === true,
    };
  } catch (error) {
    throw new Failure(`The context file ${path} is damaged`, {
      why: (error as Error).message,
      next: "Remove the context with its folder and create it again",
      cause: error,
    });
  }
}

async function unreadable(
  error: unknown,
  configDir: string,
  name: string,
  source: string,
): Promise<Failure> {
  if (!(error instanceof Deno.errors.NotFound)) {
    return new Failure(`Cannot read the context "${name}" named by ${source}`, {
      why: (error as Error).message,
      next: `Make the files below ${configDir}/contexts readable`,
      cause: error,
    });
  }
  const names = (await listContexts(configDir)).map((context) => context.name);
  return new UsageFailure(`There is no context "${name}", named by ${source}`, {
    why: `Contexts in ${configDir}: ${[defaultContext, ...names].join(", ")}`,
    next: "Name one of these, or --host ADDRESS",
    cause: error,
  });
}

async function directoryNames(path: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(path)) names.push(entry.name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) {
      throw error;
    }
  }
  return names;
}
