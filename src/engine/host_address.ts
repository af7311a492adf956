import { UsageFailure } from "../lib/failure.ts";

/** Where an engine listens, as parsed from DOCKER_HOST, `--host` or a context. */
export type Endpoint = UnixEndpoint | TcpEndpoint | SshEndpoint;

/** A socket of this machine. */
export interface UnixEndpoint {
  kind: "unix";
  path: string;
}

/** An engine on the network, with TLS or without. */
export interface TcpEndpoint {
  kind: "tcp";
  /** Name or address, IPv6 without brackets. */
  hostname: string;
  port: number;
  /** Prefix of every URL path, without a slash at the end; mostly empty. */
  basePath: string;
}

/** An engine behind an ssh log-in. */
export interface SshEndpoint {
  kind: "ssh";
  hostname: string;
  user?: string;
  port?: number;
  /** Socket on the far side; looked for when left out. */
  socketPath?: string;
}

/** Where an engine listens when nothing else is configured. */
export const defaultSocket = "/var/run/docker.sock";

const defaultTcpPort = 2375;

/**
 * Reads an address in any of docker's forms (engine.md 2.2): `unix:///path`, `tcp://host:port/base`,
 * `ssh://user@host:port/path`, or a bare `host:port`, which means tcp. The empty value is the
 * default socket.
 *
 * @param source where the value stands, for the message: `DOCKER_HOST`, `--host`, `context "prod"`
 * @throws UsageFailure naming the value when it has none of these forms
 */
export function parseHostAddress(value: string, source: string): Endpoint {
  const address = value.trim();
  if (address === "") return { kind: "unix", path: defaultSocket };
  const separator = address.indexOf("://");
  const scheme = separator < 0 ? "tcp" : address.slice(0, separator);
  const rest = separator < 0 ? address : address.slice(separator + 3);
  switch (scheme) {
    case "unix":
      return { kind: "unix", path: rest || defaultSocket };
    case "tcp":
      if (separator < 0) refuseMisspeltScheme(address, source);
      return parseTcp(rest, address, source);
    case "ssh":
      return parseSsh(address, source);
    default:
      throw badAddress(address, source, schemeReason(scheme));
  }
}

/** The address in its full form, as docker prints it: `tcp://[::1]:2375/base`. */
export function formatEndpoint(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case "unix":
      return `unix://${endpoint.path}`;
    case "tcp":
      return `tcp://${formatHostPort(endpoint.hostname, endpoint.port)}${endpoint.basePath}`;
    case "ssh": {
      const user = endpoint.user === undefined ? "" : `${endpoint.user}@`;
      const host = formatHostPort(endpoint.hostname, endpoint.port);
      return `ssh://${user}${host}${endpoint.socketPath ?? ""}`;
    }
  }
}

/** `host:port`, an IPv6 address in brackets; the port may be missing. */
export function formatHostPort(hostname: string, port?: number): string {
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return port === undefined ? host : `${host}:${port}`;
}

/** Docker takes `/var/run/docker.sock` and `unix:/x` for tcp on localhost; nobody means that. */
function refuseMisspeltScheme(address: string, source: string): void {
  if (address.startsWith("/")) {
    throw badAddress(address, source, "A socket is written with its scheme", `unix://${address}`);
  }
  const misspelt = address.match(/^(unix|tcp|ssh):\/?/);
  if (misspelt) throw badAddress(address, source, `"${misspelt[1]}:" needs two slashes`);
}

function parseTcp(rest: string, address: string, source: string): TcpEndpoint {
  // Docker drops a user, a query and a fragment without a word.
  const [, authority = "", path = ""] = rest.replace(/[?#].*$/, "").match(/^([^/]*)(.*)$/) ?? [];
  const { hostname, port } = parseAuthority(
    authority.slice(authority.lastIndexOf("@") + 1),
    address,
    source,
  );
  return {
    kind: "tcp",
    hostname: hostname || "localhost",
    port: port ?? defaultTcpPort,
    basePath: path.replace(/\/+$/, ""),
  };
}

function parseAuthority(
  authority: string,
  address: string,
  source: string,
): { hostname: string; port?: number } {
  if (isBareIpv6(authority)) return { hostname: authority };
  const match = authority.match(/^(?:\[([^\[\]\s]+)\]|([^:\[\]\s]*))(?::(.*))?$/);
  if (!match) throw badAddress(address, source, "The host is malformed");
  const hostname = match[1] ?? match[2] ?? "";
  return match[3] ? { hostname, port: parsePort(match[3], address, source) } : { hostname };
}

/** True for an IPv6 address without brackets, written out or shortened with `::`. */
function isBareIpv6(text: string): boolean {
  if (!/^[0-9a-f:]+(?:\d+(?:\.\d+){3})?$/i.test(text)) return false;
  return text.includes("::") || /^(?:[^:]+:){7}[^:]+$/.test(text);
}

function parsePort(text: string, address: string, source: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65535) return port;
  throw badAddress(address, source, `"${text}" is not a port (1 to 65535)`);
}

function parseSsh(address: string, source: string): SshEndpoint {
  const rest = address.slice("ssh://".length);
  if (rest.includes("?")) throw badAddress(address, source, "An ssh address has no query");
  if (rest.includes("#")) throw badAddress(address, source, "An ssh address has no fragment");
  const [, authority = "", path = ""] = rest.match(/^([^/]*)(.*)$/) ?? [];
  const at = authority.lastIndexOf("@");
  const user = at < 0 ? undefined : decodeUser(authority.slice(0, at), address, source);
  const { hostname, port } = parseAuthority(authority.slice(at + 1), address, source);
  if (hostname === "") throw badAddress(address, source, "The host is missing");
  // What begins with a dash would reach ssh as an option.
  if (hostname.startsWith("-")) throw badAddress(address, source, "The host is malformed");
  const socketPath = path === "" || path === "/" ? undefined : path;
  return { kind: "ssh", hostname, user, port, socketPath };
}

function decodeUser(text: string, address: string, source: string): string {
  if (text.includes(":")) {
    // The value is kept out of the message: it holds a password.
    throw new UsageFailure(`The ssh address in ${source} holds a password`, {
      why: "ssh takes no password from an address",
      next: "Use a key or an ssh agent and write ssh://USER@HOST",
    });
  }
  try {
    const user = decodeURIComponent(text);
    if (user !== "" && !user.startsWith("-")) return user;
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  throw badAddress(address, source, "The user name is malformed");
}

function schemeReason(scheme: string): string {
  switch (scheme) {
    case "http":
    case "https":
      return `"${scheme}" is not a scheme of docker's; an engine on the network is tcp`;
    case "npipe":
      return "Named pipes exist on Windows only";
    case "fd":
      return "fd:// is for the engine itself, not for its clients";
    default:
      return `"${scheme}" is not a scheme of docker's`;
  }
}

function badAddress(address: string, source: string, why: string, meant?: string): UsageFailure {
  return new UsageFailure(`Bad engine address "${address}" in ${source}`, {
    why,
    next: meant ? `Write ${meant}` : "Write unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST",
  });
}
