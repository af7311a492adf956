/** How the portable executable starts its runtime. */

/**
 * Flags of `deno run`. All permissions: with any of them left out Deno refuses what dk must read,
 * `/proc` (mount tables) and `/dev/fd` (process substitution), whatever else is allowed. The rest
 * keeps it from looking for settings and from reaching for the network, and saves a millisecond.
 */
export const runtimeFlags = [
  "--quiet",
  "--allow-all",
  "--no-config",
  "--no-lock",
  "--no-remote",
  "--no-npm",
  "--cached-only",
];

/** Variables of the environment that would change what the runtime does, or make it speak. */
export const hiddenVariables = [
  ..."AUDIT_PERMISSIONS AUTH_TOKENS AUTO_SERVE CACHE_DB_MODE CACHE_LSC_ENDPOINT CERT COMPAT"
    .split(" "),
  ..."CONDITIONS COVERAGE_DIR DIR DISABLE_NODE_SHIM EMIT_CACHE_MODE INTERNAL_CHILD_ENTRYPOINT JOBS LOG"
    .split(" "),
  ..."NODE_USE_OPENSSL_CA NO_PACKAGE_JSON NO_PROMPT NO_UPDATE_CHECK SERVE_ADDRESS".split(" "),
  ..."TLS_CA_STORE TRACE_PERMISSIONS UNSTABLE_CONTROL_SOCK USE_CGROUPS V8_FLAGS".split(" "),
].map((name) => `DENO_${name}`).concat(
  ..."CHANNEL_FD DEBUG EXTRA_CA_CERTS OPTIONS TLS_REJECT_UNAUTHORIZED UNIQUE_ID".split(" ")
    .map((name) => `NODE_${name}`),
  ..."USE_ENV_PROXY USE_SYSTEM_CA V8_COVERAGE".split(" ").map((name) => `NODE_${name}`),
  ["OTEL_DENO", "RUST_LOG"],
);

/**
 * Where Linux distributions keep their certificates. With none of them the runtime uses those that
 * it brings along, because asking it for the system's would be an error.
 */
export const certificateFiles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/ssl/cert.pem",
];
