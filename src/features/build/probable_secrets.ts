import type { ContextEntry } from "../context/entry.ts";

/** A file that probably holds a secret and is about to go into an image. */
export interface ProbableSecret {
  path: string;
  what: string;
  /** The ignore line that keeps it out. */
  line: string;
}

/** Bytes of a file that are looked at. */
const lookedAt = 16 * 1024;

interface Kind {
  /** Fits the path from the context's root. */
  path: RegExp;
  /** Fits the content; a path alone is enough when left out. */
  content?: RegExp;
  what: string;
  /** The ignore line; the path itself when left out. */
  line?: string;
}

const privateKey = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/;

const kinds: readonly Kind[] = [
  {
    path: /(?:^|\/)\.env(?:\.(?!example$|sample$|template$|dist$)[^/]+)?$/,
    what: "variables of an environment",
    line: "**/.env*",
  },
  { path: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)$/, what: "a private key of ssh", line: "**/id_*" },
  { path: /\.(?:pem|key|p8)$/, content: privateKey, what: "a private key" },
  { path: /\.(?:p12|pfx|jks|keystore)$/, what: "a store of private keys" },
  { path: /(?:^|\/)\.aws\/credentials$/, what: "credentials of AWS", line: "**/.aws" },
  {
    path: /(?:^|\/)(?:\.azure\/(?:accessTokens|msal_token_cache)\.json)$/,
    what: "credentials of Azure",
    line: "**/.azure",
  },
  {
    path: /\.json$/,
    content: /"type"\s*:\s*"service_account"[^]*"private_key"|"private_key"[^]*"service_account"/,
    what: "credentials of Google Cloud",
  },
  { path: /(?:^|\/)\.(?:netrc|git-credentials|pypirc|pgpass|vault-token)$/, what: "passwords" },
  { path: /(?:^|\/)\.npmrc$/, content: /_authToken|_password|_auth\s*=/, what: "a token of npm" },
  {
    path: /(?:^|\/)pip\.conf$/,
    content: /:\/\/[^/\s:@]+:[^/\s@]+@/,
    what: "a password of an index",
  },
  {
    path: /(?:^|\/)\.docker\/config\.json$/,
    content: /"auth"\s*:\s*"[^"]/,
    what: "logins of registries",
    line: "**/.docker",
  },
  {
    path: /(?:^|\/)\.git\/config$/,
    content: /:\/\/[^/\s@]+@|extraheader\s*=\s*.*authorization/i,
    what: "a token of the repository's server",
    line: "**/.git",
  },
  { path: /(?:^|\/)\.kube\/config$/, what: "credentials of a cluster", line: "**/.kube" },
  { path: /(?:^|\/)\.terraform\.tfstate$|\.tfstate$/, what: "state that holds secrets" },
];

/** The secret that a path probably holds, if it does; few files need to be read to tell. */
export function probableSecret(root: string, entry: ContextEntry): ProbableSecret | undefined {
  if (entry.type !== "file" || entry.size === 0) return undefined;
  const kind = kinds.find(({ path, content }) =>
    path.test(entry.name) && (!content || content.test(beginning(`${root}/${entry.name}`)))
  );
  return kind && { path: entry.name, what: kind.what, line: kind.line ?? entry.name };
}

function beginning(path: string): string {
  const buffer = new Uint8Array(lookedAt);
  try {
    using file = Deno.openSync(path);
    return new TextDecoder().decode(buffer.subarray(0, file.readSync(buffer) ?? 0));
  } catch {
    return ""; // What cannot be read cannot be sent either; the sending says so.
  }
}
