import type { Environment } from "../lib/environment.ts";
import { UsageFailure } from "../lib/failure.ts";
import { configDirectory, readConfigFile } from "./config_file.ts";
import type { TlsFiles } from "./contexts.ts";
import { defaultSocket, type Endpoint, formatEndpoint, parseHostAddress } from "./host_address.ts";
import { proxyVariables } from "./proxies.ts";
import { localSockets, pathExists, socketExists } from "./local_sockets.ts";

/** What decides which engine is meant. */
export interface HostInput {
  /** `--host`; the empty value means the default engine, as with docker. */
  host?: string;
  /** `--context`. */
  context?: string;
  /** `--config`. */
  configDir?: string;
  env: Environment;
}

/** Where the engine is and how it is spoken to; nothing has been connected yet. */
export interface ResolvedHost {
  /** As the user would write it. */
  address: string;
  endpoint: Endpoint;
  /** How a tcp endpoint is secured; undefined means plain text. */
  tls?: TlsSettings;
  /** Name of the context that decided; `default` for flags and environment. */
  context: string;
  /** What named the engine, for messages: `--host`, `DOCKER_HOST`, `context "prod"`, or `default`. */
  source: string;
  /** Sockets looked for before the default was settled on; only where nothing was configured. */
  triedSockets: readonly string[];
  /** `HttpHeaders` of config.json, to be sent with every request. */
  httpHeaders: Readonly<Record<string, string>>;
  /** Proxy variables of config.json for what runs on this engine. */
  proxyVariables: Readonly<Record<string, string>>;
  /** `detachKeys` of config.json. */
  detachKeys?: string;
  /** What was wrong but not fatal (a damaged config.json), to be shown once. */
  warnings: readonly string[];
}

/** How an engine on the network is spoken to securely. */
export interface TlsSettings extends TlsFiles {
  /** False: whoever answers is believed. */
  verify: boolean;
}

type Location = Pick<ResolvedHost, "address" | "endpoint" | "tls" | "source" | "triedSockets">;

/**
 * Finds the engine in docker's order (engine.md 2.1): `--context`, `--host`, DOCKER_HOST,
 * DOCKER_CONTEXT, `currentContext` of config.json, the default socket. Where nothing is configured
 * and the default socket is absent, rootless docker's and podman's sockets are looked for.
 *
 * @throws UsageFailure on `--host` beside `--context`, an address in no known form, or an
 * unknown context
 */
export async function resolveHost(input: HostInput): Promise<ResolvedHost> {
  if (input.context && input.host !== undefined) {
    throw new UsageFailure(
      `--host ${input.host} and --context ${input.context} exclude each other`,
      {
        why: "Each of them names an engine",
        next: "Leave one of them out",
      },
    );
  }
  const configDir = await configDirectory(input.env, input.configDir);
  const config = readConfigFile(configDir);
  const choice = chooseContext(input, config.currentContext, configDir);
  const location = choice.name === "default"
    ? await defaultLocation(input, configDir)
    : await contextLocation(configDir, choice.name, choice.source);
  return {
    ...location,
    context: choice.name,
    httpHeaders: config.httpHeaders,
    proxyVariables: proxyVariables(config.proxies, location.address),
    detachKeys: config.detachKeys,
    warnings: config.warning ? [config.warning] : [],
  };
}

/** Which context is meant and what says so. */
function chooseContext(
  input: HostInput,
  currentContext: string | undefined,
  configDir: string,
): { name: string; source: string } {
  if (input.context) return { name: input.context, source: "--context" };
  const named = input.host !== undefined || input.env.DOCKER_HOST;
  if (named) return { name: "default", source: "default" };
  if (input.env.DOCKER_CONTEXT) return { name: input.env.DOCKER_CONTEXT, source: "DOCKER_CONTEXT" };
  if (currentContext) {
    return { name: currentContext, source: `currentContext in ${configDir}/config.json` };
  }
  return { name: "default", source: "default" };
}

async function defaultLocation(input: HostInput, configDir: string): Promise<Location> {
  const tls = wantsTls(input.env);
  const given = input.host !== undefined
    ? { value: input.host, source: "--host" }
    : { value: input.env.DOCKER_HOST ?? "", source: "DOCKER_HOST" };
  if (given.value.trim() !== "") {
    const endpoint = parseHostAddress(given.value, given.source);
    return {
      address: formatEndpoint(endpoint),
      endpoint,
      tls: tls && endpoint.kind === "tcp" ? await environmentTls(input.env, configDir) : undefined,
      source: given.source,
      triedSockets: [],
    };
  }
  if (!tls) return await localLocation(input.env);
  const endpoint = { kind: "tcp", hostname: "localhost", port: 2376, basePath: "" } as const;
  const settings = await environmentTls(input.env, configDir);
  const address = formatEndpoint(endpoint);
  return { address, endpoint, tls: settings, source: "default", triedSockets: [] };
}

/** The default socket, or the first one that exists of those that engines use without root. */
async function localLocation(env: Environment): Promise<Location> {
  const at = (path: string, triedSockets: string[]): Location => {
    const endpoint: Endpoint = { kind: "unix", path };
    return { address: formatEndpoint(endpoint), endpoint, source: "default", triedSockets };
  };
  if (pathExists(defaultSocket)) return at(defaultSocket, []);
  const others = await localSockets(env);
  for (const path of others) {
    if (socketExists(path)) return at(path, []);
  }
  return at(defaultSocket, [defaultSocket, ...others]);
}

async function contextLocation(configDir: string, name: string, via: string): Promise<Location> {
  const { readContext } = await import("./contexts.ts");
  const context = await readContext(configDir, name, via);
  const source = `context "${name}"`;
  const endpoint = parseHostAddress(context.host, source);
  const { ca, cert, key } = context.tls;
  const secured = endpoint.kind === "tcp" && (ca || cert || key || context.skipTlsVerify);
  return {
    address: formatEndpoint(endpoint),
    endpoint,
    tls: secured ? { ...context.tls, verify: !context.skipTlsVerify } : undefined,
    source,
    triedSockets: [],
  };
}

/** Any value counts, even `0` (engine.md 2.3). */
function wantsTls(env: Environment): boolean {
  return Boolean(env.DOCKER_TLS_VERIFY || env.DOCKER_TLS);
}

/** Certificates of DOCKER_CERT_PATH, else of the configuration directory. */
async function environmentTls(env: Environment, configDir: string): Promise<TlsSettings> {
  const { tlsFilesIn } = await import("./contexts.ts");
  const verify = Boolean(env.DOCKER_TLS_VERIFY);
  const directory = env.DOCKER_CERT_PATH || configDir;
  const files = await tlsFilesIn(directory);
  if (verify && !files.ca) {
    throw new UsageFailure(`There is no ${directory}/ca.pem to verify the engine with`, {
      why: "DOCKER_TLS_VERIFY is set",
      next: "Put ca.pem, cert.pem and key.pem there, or name their folder in DOCKER_CERT_PATH",
    });
  }
  return { ...files, verify };
}
