/** What a registry is shown. None of these is ever printed. */
export interface Credentials {
  username?: string;
  password?: string;
  /** Stands for username and password; got from a login. */
  identityToken?: string;
  /** A bearer token as it is. */
  registryToken?: string;
}

/** Docker Hub's key in every store, also towards credential helpers (engine.md 8.2). */
export const hubKey = "https://index.docker.io/v1/";

const hubHosts = new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);

/** The key under which a registry's credentials are kept: its host and port, Hub's URL for Hub. */
export function credentialKey(host: string): string {
  return hubHosts.has(host) ? hubKey : host;
}

/** The host of a key: some tools write `https://host/v2/` where docker writes `host`. */
export function keyHost(key: string): string {
  return key.replace(/^https?:\/\//, "").split("/", 1)[0];
}

/**
 * Value of `X-Registry-Auth` (engine.md 8.1): base64url, padded, of a JSON document. Without
 * credentials the document is empty. With an identity token name and password stay away.
 */
export function registryAuth(key: string, credentials?: Credentials): string {
  return encode(credentials ? authDocument(key, credentials) : {});
}

/** Value of `X-Registry-Config`: the same for many registries, by key (classic builder). */
export function registryConfig(all: ReadonlyMap<string, Credentials>): string {
  const documents = [...all].map(([key, credentials]) => [key, authDocument(key, credentials)]);
  return encode(Object.fromEntries(documents));
}

function authDocument(key: string, credentials: Credentials): Record<string, string> {
  const { username, password, identityToken, registryToken } = credentials;
  const named = identityToken ? {} : { username, password };
  const fields = { ...named, identitytoken: identityToken, registrytoken: registryToken };
  const filled = Object.entries(fields).filter((field): field is [string, string] => !!field[1]);
  return { ...Object.fromEntries(filled), serveraddress: key };
}

function encode(document: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  return bytes.toBase64({ alphabet: "base64url" });
}
