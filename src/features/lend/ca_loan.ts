import { type CaBundle, type Caller, readCaBundle } from "./ca_bundle.ts";
import { lentPath, type Loan } from "./loan.ts";

const bundle = "ca.pem";
const encoder = new TextEncoder();

/**
 * The variables by which programs take a bundle of certificates: OpenSSL (Python, Ruby, Go, uv),
 * curl (and R), requests (and conda), pip, Node (npm, yarn), git, cargo, the cloud clients.
 */
const bundleVariables = [
  "SSL_CERT_FILE",
  "CURL_CA_BUNDLE",
  "REQUESTS_CA_BUNDLE",
  "PIP_CERT",
  "CONDA_SSL_VERIFY",
  "NODE_EXTRA_CA_CERTS",
  "NPM_CONFIG_CAFILE",
  "YARN_HTTPS_CA_FILE_PATH",
  "GIT_SSL_CAINFO",
  "CARGO_HTTP_CAINFO",
  "PERL_LWP_SSL_CA_FILE",
  "BUNDLE_SSL_CA_CERT",
  "JULIA_SSL_CA_ROOTS_PATH",
  "DENO_CERT",
  "AWS_CA_BUNDLE",
  "HTTPLIB2_CA_CERTS",
  "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
  "NIX_SSL_CERT_FILE",
];

/**
 * What makes programs trust the bundle. apt and wget take no variable for it, but one for a
 * configuration file; those of the image stay in force.
 */
function caLoan({ pem }: CaBundle): Loan {
  const path = lentPath(bundle);
  return {
    files: [
      { name: bundle, content: pem },
      { name: "apt.conf", content: encoder.encode(`Acquire::https::CAInfo "${path}";\n`) },
      { name: "wgetrc", content: encoder.encode(`ca_certificate = ${path}\n`) },
    ],
    variables: {
      ...Object.fromEntries(bundleVariables.map((name) => [name, path])),
      APT_CONFIG: lentPath("apt.conf"),
      WGETRC: lentPath("wgetrc"),
    },
  };
}

/**
 * The loan that `--ca` asks for: `host`, a file, or `none`, which is also what undefined means.
 *
 * @throws as {@link readCaBundle}
 */
export async function openCaLoan(ca: string | undefined, caller: Caller): Promise<Loan[]> {
  if (ca === undefined || ca === "none" || ca === "") return [];
  return [caLoan(await readCaBundle(ca, caller))];
}
