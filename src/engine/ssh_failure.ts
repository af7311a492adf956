import type { Environment } from "../lib/environment.ts";
import type { SshEndpoint } from "./host_address.ts";
import { formatHostPort } from "./host_address.ts";
import type { ResolvedHost } from "./host.ts";
import { destination, type SshProcess } from "./ssh_process.ts";
import type { RemoteEngine } from "./ssh_probe.ts";
import { EngineUnreachable } from "./unreachable.ts";

/** Explains that ssh ended before the connection stood; its own last line says what it met. */
export async function explainSshEnd(
  ssh: SshProcess,
  endpoint: SshEndpoint,
  host: ResolvedHost,
  cause: unknown,
): Promise<EngineUnreachable> {
  return new EngineUnreachable("ssh", host.address, {
    why: ssh.lastLine || "ssh ended without a word",
    next: await adviceFor(endpoint, ssh.env),
    cause,
  });
}

/** Explains that the connection stood, and is gone. */
export function explainSshLoss(
  ssh: SshProcess,
  host: ResolvedHost,
  cause: unknown,
): EngineUnreachable {
  return new EngineUnreachable("ssh", host.address, {
    why: ssh.lastLine || "The ssh connection was lost",
    next: "Check the network, then run the command again",
    cause,
  });
}

/** Explains that ssh stands but no engine behind it can be used. */
export function explainRemote(
  found: RemoteEngine | undefined,
  endpoint: SshEndpoint,
  host: ResolvedHost,
  lastLine?: string,
): EngineUnreachable {
  const far = endpoint.hostname;
  const fail = (why: string, next: string) =>
    new EngineUnreachable("ssh", host.address, { why: lastLine || why, next });
  switch (found?.state) {
    case "denied":
      return fail(
        `The user on ${far} may not open ${found.socketPath}`,
        found.group
          ? `On ${far}, run: sudo usermod -aG ${found.group} ${endpoint.user ?? "USER"}`
          : `On ${far}, log in as the socket's owner or use a rootless engine`,
      );
    case "absent":
      return fail(
        endpoint.socketPath
          ? `There is no socket ${endpoint.socketPath} on ${far}`
          : `No engine's socket was found on ${far}`,
        `Start the engine on ${far}, or name its socket: ssh://${far}/PATH`,
      );
    case "ready":
      return fail(
        `sshd on ${far} forbids to forward ${found.socketPath}`,
        `Set "AllowStreamLocalForwarding yes" in its sshd_config, or install the docker CLI there`,
      );
    case undefined:
      return fail(
        `${far} lets this user run neither commands nor docker`,
        `Check the forced command of the user's key on ${far}: docker system dial-stdio is enough`,
      );
  }
}

/** ssh has one exit code for all its failures, so what is wrong is found out by looking. */
async function adviceFor(endpoint: SshEndpoint, env: Environment): Promise<string> {
  const byHand = `ssh ${destination(endpoint).filter((word) => word !== "--").join(" ")}`;
  const settings = await sshSettings(endpoint, env);
  if (!settings) return "Install ssh (Debian: openssh-client)";
  if (!settings.isDirect) return `Make this work by hand first: ${byHand}`;
  const address = formatHostPort(settings.hostname, settings.port);
  switch (await reach(settings)) {
    case "unknown host":
      return `${settings.hostname} is no known host: check its spelling, or add it to ~/.ssh/config`;
    case "refused":
      return `Nothing listens at ${address}: start sshd there, or correct the port`;
    case "silent":
      return `${address} does not answer: check the address, VPN and firewall`;
    case "open":
      return await keyAdvice(settings, env, byHand);
  }
}

async function keyAdvice(settings: SshSettings, env: Environment, byHand: string): Promise<string> {
  const known = await knownKeys(settings, env);
  const offered = await offeredKeys(settings, env);
  if (offered.length > 0 && known.length === 0) {
    return `The host's key is not known yet. Compare and accept it once by hand: ${byHand}`;
  }
  if (offered.length > 0 && !offered.some((key) => known.includes(key))) {
    const name = knownName(settings);
    return `The host's key has changed. Ask its administrator; if that is right, run: ` +
      `ssh-keygen -R "${name}"`;
  }
  return `Make this work by hand first, with a key or an agent that needs no typing: ${byHand}`;
}

/** What ssh makes of the destination, the user's configuration included. */
interface SshSettings {
  hostname: string;
  port: number;
  /** Name under which the key is remembered, where it is not the host's. */
  alias?: string;
  knownHostsFiles: string[];
  /** False when there is a jump host or a proxy between. */
  isDirect: boolean;
}

/** Asks `ssh -G`; undefined when there is no ssh. */
async function sshSettings(
  endpoint: SshEndpoint,
  env: Environment,
): Promise<SshSettings | undefined> {
  const lines = await linesOf("ssh", ["-G", ...destination(endpoint)], env);
  if (!lines) return undefined;
  const pairs = lines.map((line) => {
    const space = line.indexOf(" ");
    return [line.slice(0, space), line.slice(space + 1)] as const;
  });
  const values = new Map(pairs);
  const files = `${values.get("userknownhostsfile") ?? ""} ${
    values.get("globalknownhostsfile") ?? ""
  }`;
  const none = (name: string) => (values.get(name) ?? "none") === "none";
  return {
    hostname: values.get("hostname") ?? endpoint.hostname,
    port: Number(values.get("port") ?? endpoint.port ?? 22),
    alias: values.get("hostkeyalias"),
    knownHostsFiles: files.split(" ").filter(Boolean),
    isDirect: none("proxyjump") && none("proxycommand"),
  };
}

async function reach(
  { hostname, port }: SshSettings,
): Promise<"open" | "refused" | "silent" | "unknown host"> {
  try {
    const signal = AbortSignal.timeout(5000);
    const timeout = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => timeout.reject(signal.reason));
    (await Promise.race([Deno.connect({ hostname, port }), timeout.promise])).close();
    return "open";
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return "refused";
    // The resolver's errors are the only ones without a class and a code of their own.
    const isResolver = error instanceof Error && error.constructor === Error && !("code" in error);
    return isResolver ? "unknown host" : "silent";
  }
}

/** The host's keys in the files of known hosts. */
async function knownKeys(settings: SshSettings, env: Environment): Promise<string[]> {
  const keys: string[] = [];
  for (const file of settings.knownHostsFiles) {
    const path = file.replace(/^~(?=\/)/, env.HOME ?? "");
    const lines = await linesOf("ssh-keygen", ["-F", knownName(settings), "-f", path], env) ?? [];
    keys.push(...keysIn(lines));
  }
  return keys;
}

async function offeredKeys({ hostname, port }: SshSettings, env: Environment): Promise<string[]> {
  const words = ["-T", "5", "-p", String(port), hostname];
  return keysIn(await linesOf("ssh-keyscan", words, env) ?? []);
}

/** The third field of known_hosts lines, without comments. */
function keysIn(lines: string[]): string[] {
  return lines.filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(" ")[2] ?? "");
}

function knownName({ alias, hostname, port }: SshSettings): string {
  if (alias) return alias;
  return port === 22 ? hostname : `[${hostname}]:${port}`;
}

/** Standard output's lines; undefined when there is no such program. */
async function linesOf(
  program: string,
  args: string[],
  env: Environment,
): Promise<string[] | undefined> {
  try {
    const path: Record<string, string> = env.PATH === undefined ? {} : { PATH: env.PATH };
    const command = new Deno.Command(program, { args, env: path, stdin: "null", stderr: "null" });
    return new TextDecoder().decode((await command.output()).stdout).split("\n");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
