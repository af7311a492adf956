import type { Environment } from "../lib/environment.ts";
import type { TlsMaterial } from "./dial_tls.ts";
import { dialTcp, dialUnix } from "./dial_plain.ts";
import type { SshDialer } from "./dial_ssh.ts";
import { formatHostPort, type SshEndpoint, type TcpEndpoint } from "./host_address.ts";
import type { ResolvedHost, TlsSettings } from "./host.ts";
import type { ByteStream } from "./transport.ts";

/** Makes connections to one engine; whoever speaks HTTP over them need not know how. */
export interface Dialer extends AsyncDisposable {
  /** As the user would write it: `unix:///var/run/docker.sock`, `ssh://me@box`. */
  readonly address: string;
  /** Value of the Host header. */
  readonly hostHeader: string;
  /** Prefix of every URL path: `/base` for `tcp://h:1/base`, mostly empty. */
  readonly basePath: string;
  /**
   * A fresh connection.
   *
   * @throws EngineUnreachable saying why and what to do
   * @throws the abort reason, untouched
   */
  dial(signal?: AbortSignal): Promise<ByteStream>;
}

/** What dialling may depend on besides the address. */
export interface DialerOptions {
  env: Environment;
  /** True when ssh may ask on the terminal: stdin and stderr are one. */
  interactive: boolean;
}

/** The dialer for `resolved`. Nothing is connected, no process started before the first dial. */
export function openDialer(resolved: ResolvedHost, options: DialerOptions): Dialer {
  const { endpoint } = resolved;
  switch (endpoint.kind) {
    case "unix":
      return {
        address: resolved.address,
        hostHeader: "docker",
        basePath: "",
        dial: (signal) => dialUnix(endpoint.path, resolved, options.env, signal),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      };
    case "tcp":
      return tcpDialer(resolved, endpoint);
    case "ssh":
      return sshDialer(resolved, endpoint, options);
  }
}

function tcpDialer(resolved: ResolvedHost, endpoint: TcpEndpoint): Dialer {
  return {
    address: resolved.address,
    hostHeader: formatHostPort(endpoint.hostname, endpoint.port),
    basePath: endpoint.basePath,
    dial: resolved.tls
      ? tlsDial(resolved, endpoint, resolved.tls)
      : (signal) => dialTcp(endpoint, resolved, signal),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Dials with certificates that are read once. */
function tlsDial(resolved: ResolvedHost, endpoint: TcpEndpoint, tls: TlsSettings): Dialer["dial"] {
  let material: Promise<TlsMaterial> | undefined;
  return async (signal) => {
    const { dialTls, readTlsMaterial } = await import("./dial_tls.ts");
    material ??= readTlsMaterial(tls);
    return await dialTls(endpoint, resolved, tls, await material, signal);
  };
}

/** Loads what ssh needs with the first connection, and ends it with the dialer. */
function sshDialer(
  resolved: ResolvedHost,
  endpoint: SshEndpoint,
  options: DialerOptions,
): Dialer {
  let opened: Promise<SshDialer> | undefined;
  const open = async () => {
    const { SshDialer } = await import("./dial_ssh.ts");
    return new SshDialer(endpoint, resolved, options);
  };
  return {
    address: resolved.address,
    hostHeader: "docker",
    basePath: "",
    async dial(signal) {
      opened ??= open();
      return await (await opened).dial(signal);
    },
    async [Symbol.asyncDispose]() {
      await (await opened)?.[Symbol.asyncDispose]();
    },
  };
}
