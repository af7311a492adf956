import { lowerKeys } from "../engine/config_file.ts";
import { Failure } from "../lib/failure.ts";
import { type Credentials, keyHost } from "./credentials.ts";

/** What `config.json` says of credentials (engine.md 8.2). */
export interface AuthSettings {
  /** Entries as they stand, by key; {@link readEntry} takes one apart. */
  auths: Map<string, unknown>;
  /** Helper for all registries: the NAME of `docker-credential-NAME`. */
  credsStore?: string;
  /** Helper for single registries, by key. */
  credHelpers: Map<string, string>;
}

/** Nothing known. */
export const noAuthSettings: AuthSettings = { auths: new Map(), credHelpers: new Map() };

/**
 * Picks what concerns credentials from the text of `config.json` or `DOCKER_AUTH_CONFIG`.
 *
 * @throws SyntaxError when it is not JSON, TypeError when a field has the wrong type
 */
export function parseAuthSettings(text: string): AuthSettings {
  const fields = lowerKeys(JSON.parse(text));
  const store = fields.get("credsstore");
  if (store !== undefined && typeof store !== "string") {
    throw new TypeError("credsStore is not a string");
  }
  const credHelpers = new Map<string, string>();
  for (const [key, helper] of objectEntries(fields.get("credhelpers"), "credHelpers")) {
    if (typeof helper !== "string") throw new TypeError(`credHelpers[${key}] is not a string`);
    credHelpers.set(key, helper);
  }
  const auths = new Map(objectEntries(fields.get("auths"), "auths"));
  return { auths, credHelpers, ...(store && { credsStore: store }) };
}

/** The entry of a key: the exact one, else one whose host is the key. */
export function findEntry(
  auths: ReadonlyMap<string, unknown>,
  key: string,
): Credentials | undefined {
  if (auths.has(key)) return readEntry(key, auths.get(key));
  for (const [other, entry] of auths) {
    if (keyHost(other) === key) return readEntry(other, entry);
  }
  return undefined;
}

/**
 * Takes an entry of `auths` apart; undefined for the empty ones that docker leaves where a helper
 * keeps the secret.
 *
 * @throws Failure naming the key, never the value, when the entry cannot be read
 */
export function readEntry(key: string, entry: unknown): Credentials | undefined {
  const fields = fieldsOf(key, entry);
  const auth = fields.get("auth");
  const named = auth
    ? decodeAuth(key, auth)
    : { username: fields.get("username"), password: fields.get("password") };
  const credentials: Credentials = {
    ...(named.username && { username: named.username }),
    ...(named.password && { password: named.password }),
    ...(fields.get("identitytoken") && { identityToken: fields.get("identitytoken") }),
    ...(fields.get("registrytoken") && { registryToken: fields.get("registrytoken") }),
  };
  return Object.keys(credentials).length > 0 ? credentials : undefined;
}

/** An entry as docker writes it; the reverse of {@link readEntry}. */
export function writeEntry(credentials: Credentials): Record<string, string> {
  const { username = "", password = "", identityToken, registryToken } = credentials;
  const secret = identityToken ? "" : password;
  const auth = new TextEncoder().encode(`${username}:${secret}`).toBase64();
  return {
    ...(username && { auth }),
    ...(identityToken && { identitytoken: identityToken }),
    ...(registryToken && { registrytoken: registryToken }),
  };
}

function fieldsOf(key: string, entry: unknown): Map<string, string> {
  const fields = new Map<string, string>();
  if (entry === null || typeof entry !== "object") throw malformed(key, "It is not an object");
  for (const [name, value] of lowerKeys(entry)) {
    if (typeof value === "string") fields.set(name, value);
  }
  return fields;
}

function decodeAuth(key: string, auth: string): { username: string; password: string } {
  let text: string;
  try {
    text = new TextDecoder().decode(Uint8Array.fromBase64(auth));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw malformed(key, "Its field auth is not base64");
  }
  const colon = text.indexOf(":");
  if (colon < 0) throw malformed(key, "Its field auth does not hold USER:PASSWORD");
  // Some old clients pad the password with zero bytes.
  return { username: text.slice(0, colon), password: text.slice(colon + 1).replace(/\0+$/, "") };
}

function objectEntries(value: unknown, name: string): [string, unknown][] {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object") throw new TypeError(`${name} is not an object`);
  return Object.entries(value);
}

function malformed(key: string, why: string): Failure {
  return new Failure(`The stored credentials for ${key} cannot be read`, {
    why,
    next: `Log in again: dk login ${keyHost(key)}`,
  });
}
