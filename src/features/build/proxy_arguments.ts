import type { Environment } from "../../lib/environment.ts";

/** Variables by which programs find a proxy; both spellings are in use. */
const proxyNames = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "ALL_PROXY"] as const;
const exceptions = "NO_PROXY";

/** The proxies of a build, and what the user should know of them. */
export interface ProxyArguments {
  /** Build arguments in both spellings; the builders keep them out of history and cache key. */
  arguments: Record<string, string>;
  notices: string[];
}

/**
 * The proxies for a build's steps: those of the caller's environment, and above them those of
 * docker's configuration. A proxy of the environment that listens on this machine alone is left
 * out: in a step that address is the step's own, unless it uses the host's network.
 *
 * @param configured variables of config.json, in both spellings
 */
export function proxyArguments(
  env: Environment,
  configured: Readonly<Record<string, string>>,
  networkMode: string | undefined,
): ProxyArguments {
  const found: ProxyArguments = { arguments: {}, notices: [] };
  const unreachable = (value: string) => networkMode !== "host" && isLoopback(value);
  for (const name of proxyNames) {
    const value = env[name.toLowerCase()] || env[name];
    if (configured[name]) {
      if (unreachable(configured[name])) found.notices.push(notice(name, "config.json", "fail"));
    } else if (value && unreachable(value)) {
      found.notices.push(notice(name, "the environment", "left out"));
    } else if (value) setBoth(found.arguments, name, value);
  }
  const except = env[exceptions.toLowerCase()] || env[exceptions];
  const hasProxy = Object.keys(found.arguments).length + Object.keys(configured).length > 0;
  if (except && hasProxy) setBoth(found.arguments, exceptions, except);
  Object.assign(found.arguments, configured);
  return found;
}

function setBoth(variables: Record<string, string>, name: string, value: string): void {
  variables[name] = value;
  variables[name.toLowerCase()] = value;
}

function isLoopback(proxy: string): boolean {
  const authority = proxy.replace(/^[a-z0-9+.-]+:\/\//i, "").replace(/[/?#].*$/, "");
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return /^(localhost|127(\.\d+){3}|\[::1\])(:\d*)?$/i.test(host);
}

/** The address is not repeated: it may hold a password. */
function notice(name: string, from: string, result: "fail" | "left out"): string {
  const what = `The proxy ${name} of ${from} listens on this machine alone`;
  return result === "fail"
    ? `${what}; steps that use it will fail, unless with --network host`
    : `${what}, so steps build without it; --network host lets them use it`;
}
