import { readIfThere } from "../../lib/read_if_there.ts";
import type { Environment } from "../../lib/environment.ts";
import { Failure, UsageFailure } from "../../lib/failure.ts";
import { resolve } from "../../lib/path.ts";

/** Where and how the caller runs. */
export interface Caller {
  env: Environment;
  /** Absolute. */
  cwd: string;
}

/** Variables that name a complete bundle, in the order in which they are believed. */
const bundleVariables = [
  "SSL_CERT_FILE",
  "CURL_CA_BUNDLE",
  "REQUESTS_CA_BUNDLE",
  "PIP_CERT",
  "NIX_SSL_CERT_FILE",
  "AWS_CA_BUNDLE",
  "GIT_SSL_CAINFO",
];

/** Bundles of Debian, Red Hat, SUSE, Alpine and macOS, in the order in which programs look. */
const bundlePaths = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** What Node is given beside its own certificates: not complete by itself. */
const additionVariable = "NODE_EXTRA_CA_CERTS";

/** A certificate bundle in PEM, and where it came from. */
export interface CaBundle {
  source: string;
  pem: Uint8Array;
}

/**
 * The certificates that `--ca` means: a file, or `host` for those that programs of this machine
 * trust. NODE_EXTRA_CA_CERTS is added where it names another file.
 *
 * @throws UsageFailure for a file that cannot be read or holds no certificate
 * @throws Failure when this machine has no bundle where programs look for one
 */
export async function readCaBundle(ca: string, caller: Caller): Promise<CaBundle> {
  if (ca !== "host") {
    const path = resolve(caller.cwd, ca);
    return { source: path, pem: await readPem(path, "--ca") };
  }
  const bundle = await hostBundle(caller);
  const addition = caller.env[additionVariable];
  if (!addition) return bundle;
  const path = resolve(caller.cwd, addition);
  if (await Deno.realPath(path).catch(() => path) === await Deno.realPath(bundle.source)) {
    return bundle;
  }
  return { ...bundle, pem: joined(bundle.pem, await readPem(path, additionVariable)) };
}

async function hostBundle({ env, cwd }: Caller): Promise<CaBundle> {
  for (const name of bundleVariables) {
    const value = env[name];
    if (!value) continue;
    const source = resolve(cwd, value);
    return { source, pem: await readPem(source, name) };
  }
  for (const source of bundlePaths) {
    const pem = await readIfThere(source);
    if (pem) return { source, pem };
  }
  throw new Failure("This machine has no bundle of CA certificates where programs look for one", {
    why: `None of ${bundlePaths.join(", ")} is there`,
    next: "Name the file: --ca FILE",
  });
}

async function readPem(path: string, by: string): Promise<Uint8Array> {
  let pem: Uint8Array;
  try {
    pem = await Deno.readFile(path);
  } catch (cause) {
    throw new UsageFailure(`Cannot read the CA certificates ${path} that ${by} names`, {
      why: cause instanceof Error ? cause.message : String(cause),
      next: "Name a file of certificates in PEM format",
      cause,
    });
  }
  if (new TextDecoder().decode(pem).includes("-----BEGIN CERTIFICATE-----")) return pem;
  throw new UsageFailure(`${path} that ${by} names holds no certificate in PEM format`, {
    next: "Convert it first: openssl x509 -inform der -in FILE -out FILE.pem",
  });
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + 1 + second.length);
  all.set(first);
  all[first.length] = 10;
  all.set(second, first.length + 1);
  return all;
}
