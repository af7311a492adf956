import type { Environment } from "../lib/environment.ts";
import { Failure, type FailureDetails } from "../lib/failure.ts";
import { groupOf } from "./account.ts";
import { defaultSocket } from "./host_address.ts";
import type { ResolvedHost, TlsSettings } from "./host.ts";
import { localSockets, socketExists } from "./local_sockets.ts";

/** Why no connection came about, for code that decides by it. */
export type UnreachableCause =
  | "no socket"
  | "permission"
  | "refused"
  | "unknown host"
  | "timeout"
  | "network"
  | "tls"
  | "ssh";

/** No connection to the engine. Every such failure is worded in this file and nowhere else. */
export class EngineUnreachable extends Failure {
  override readonly name = "EngineUnreachable";

  constructor(readonly reason: UnreachableCause, address: string, details: FailureDetails) {
    super(`Cannot connect to the engine at ${address}`, details);
  }
}

/** Explains a failed connection to the local socket `path`. */
export async function explainUnix(
  error: unknown,
  path: string,
  host: ResolvedHost,
  env: Environment,
): Promise<EngineUnreachable> {
  const { address } = host;
  if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
    return new EngineUnreachable("no socket", address, {
      why: absenceReason(path, host),
      next: host.source === "default" || path === defaultSocket
        ? await howToGetAnEngine(env)
        : adviceOnSource(host),
      cause: error,
    });
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return new EngineUnreachable("permission", address, {
      why: `This user may not open ${path}`,
      next: await howToGetPermission(path, env),
      cause: error,
    });
  }
  if (error instanceof Deno.errors.ConnectionRefused) {
    const isSocket = socketExists(path);
    return new EngineUnreachable("refused", address, {
      why: isSocket ? `Nothing listens on ${path}: the engine has stopped` : `${path} is no socket`,
      next: isSocket ? await howToStart(path, env) : adviceOnSource(host),
      cause: error,
    });
  }
  return unforeseen(error, host);
}

function absenceReason(path: string, host: ResolvedHost): string {
  if (host.triedSockets.length === 0) return `There is no socket ${path}`;
  return `No engine's socket was found; looked for ${host.triedSockets.join(", ")}`;
}

async function howToGetAnEngine(env: Environment): Promise<string> {
  if (await isInstalled("dockerd", env)) return await howToStart("docker.sock", env);
  if (await isInstalled("podman", env)) return await howToStart("podman.sock", env);
  if (await isFile("/.dockerenv") || await isFile("/run/.containerenv")) {
    return "dk runs in a container: start that with -v /var/run/docker.sock:/var/run/docker.sock, " +
      "or set DOCKER_HOST";
  }
  return "Install Docker Engine or Podman, or name an engine elsewhere in DOCKER_HOST " +
    "(ssh://USER@HOST)";
}

/** The command that starts the engine behind the socket `path`. */
async function howToStart(path: string, env: Environment): Promise<string> {
  const isPodman = path.endsWith("podman.sock");
  if (!await isFile("/run/systemd/system")) {
    if (isPodman) return "Start it with: podman system service --time=0 &";
    return "Start it with: sudo service docker start (or sudo dockerd)";
  }
  const runtime = env.XDG_RUNTIME_DIR || `/run/user/${Deno.uid()}`;
  const isRootless = path.startsWith(`${runtime}/`) || (isPodman && Deno.uid() !== 0);
  const unit = isPodman ? "podman.socket" : "docker";
  return isRootless
    ? `Start it with: systemctl --user start ${unit}`
    : `Start it with: sudo systemctl start ${unit}`;
}

async function howToGetPermission(path: string, env: Environment): Promise<string> {
  const rootless = await otherSocket(path, env);
  if (rootless) return `Use your own engine: DOCKER_HOST=unix://${rootless}`;
  const user = env.USER || env.LOGNAME || "$USER";
  const group = await socketGroup(path);
  if (!group) return "Run dk as the socket's owner, or use a rootless engine";
  if (group.members.includes(user)) {
    return `You are in the group ${group.name} but this session began before: log in again, ` +
      `or run: newgrp ${group.name}`;
  }
  return `Join the group ${group.name} (its members are as good as root): ` +
    `sudo usermod -aG ${group.name} ${user}, then log in again; or use a rootless engine`;
}

async function otherSocket(path: string, env: Environment): Promise<string | undefined> {
  for (const candidate of await localSockets(env)) {
    if (candidate !== path && await mayOpen(candidate)) return candidate;
  }
}

async function mayOpen(path: string): Promise<boolean> {
  try {
    (await Deno.connect({ transport: "unix", path })).close();
    return true;
  } catch {
    return false; // Whatever the reason, it is no way out for the user.
  }
}

/** The group that may open the socket; undefined where it cannot be told or is root's own. */
async function socketGroup(path: string): ReturnType<typeof groupOf> {
  try {
    const { gid, mode } = await Deno.stat(path);
    const groupMayWrite = ((mode ?? 0) & 0o020) !== 0;
    return gid === null || gid === 0 || !groupMayWrite ? undefined : await groupOf(gid);
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) return undefined;
    throw error;
  }
}

/** Explains a failed TCP connection. */
export function explainTcp(error: unknown, host: ResolvedHost): EngineUnreachable {
  const fail = (reason: UnreachableCause, why: string, next: string) =>
    new EngineUnreachable(reason, host.address, { why, next, cause: error });
  if (error instanceof Deno.errors.ConnectionRefused) {
    const next =
      `Start the engine there with -H tcp://ADDRESS:PORT, or correct the address in ${host.source}`;
    return fail("refused", "Nothing listens at this address and port", next);
  }
  if (error instanceof DOMException || error instanceof Deno.errors.TimedOut) {
    return fail("timeout", "There was no answer in time", "Check the address, VPN and firewall");
  }
  // The resolver's errors are the only ones that come without a class and a code of their own.
  if (error instanceof Error && error.constructor === Error && !("code" in error)) {
    return fail("unknown host", error.message, adviceOnSource(host));
  }
  return unforeseen(error, host);
}

/** Explains that plain HTTP met an engine that wants TLS. */
export function explainTlsExpected(host: ResolvedHost): EngineUnreachable {
  return new EngineUnreachable("tls", host.address, {
    why: "The engine speaks TLS, dk was told to speak plain HTTP",
    next: "Set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH to the folder of ca.pem, cert.pem, key.pem",
  });
}

/** Explains a failed TLS greeting with an engine that does (or does not) speak TLS. */
export function explainTls(
  error: unknown,
  host: ResolvedHost,
  tls: TlsSettings,
  engineSpeaksTls: boolean,
): EngineUnreachable {
  if (!engineSpeaksTls) {
    return new EngineUnreachable("tls", host.address, {
      why: "dk was told to speak TLS, the engine speaks plain HTTP",
      next: host.source.startsWith("context")
        ? `Remove the certificates of ${host.source}`
        : "Unset DOCKER_TLS_VERIFY and DOCKER_TLS",
      cause: error,
    });
  }
  const files = [tls.verify ? tls.ca : undefined, tls.cert, tls.key].filter((path) =>
    path !== undefined
  );
  return new EngineUnreachable("tls", host.address, {
    why: error instanceof Error ? error.message : String(error),
    next: files.length > 0
      ? `Check that the engine's certificate names this host and that these belong to it: ${
        files.join(", ")
      }`
      : "The engine may want a client certificate: put ca.pem, cert.pem and key.pem into a folder " +
        "and name it in DOCKER_CERT_PATH",
    cause: error,
  });
}

function adviceOnSource(host: ResolvedHost): string {
  if (host.source === "default") return "Name an engine in DOCKER_HOST";
  return `Check the address in ${host.source}`;
}

function unforeseen(error: unknown, host: ResolvedHost): EngineUnreachable {
  return new EngineUnreachable("network", host.address, {
    why: error instanceof Error ? error.message : String(error),
    next: adviceOnSource(host),
    cause: error,
  });
}

async function isInstalled(program: string, env: Environment): Promise<boolean> {
  const directories = (env.PATH ?? "").split(":").filter(Boolean);
  for (const directory of new Set([...directories, "/usr/bin", "/usr/sbin", "/usr/local/bin"])) {
    if (await isFile(`${directory}/${program}`)) return true;
  }
  return false;
}

async function isFile(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false; // Absent or out of reach: either way it does not help.
  }
}
