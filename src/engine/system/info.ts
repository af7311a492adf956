import { askJson, type Cancellable } from "../ask.ts";
import type { Transport } from "../transport.ts";

/** What the engine says of its versions. */
export interface EngineVersion {
  Version: string;
  ApiVersion: string;
  MinAPIVersion?: string;
  GitCommit?: string;
  GoVersion?: string;
  Os: string;
  Arch: string;
  KernelVersion?: string;
  BuildTime?: string;
  Platform?: { Name: string };
  Components?: { Name: string; Version: string; Details?: Record<string, string> }[] | null;
}

/** The engine's versions: `GET /version`. */
export async function engineVersion(
  transport: Transport,
  options: Cancellable = {},
): Promise<EngineVersion> {
  return await askJson<EngineVersion>(transport, {
    method: "GET",
    path: "/version",
    signal: options.signal,
  });
}

/** What dk reads of the engine's state and of its host. */
export interface EngineInfo {
  ID: string;
  Name: string;
  ServerVersion: string;
  Containers: number;
  ContainersRunning: number;
  ContainersPaused: number;
  ContainersStopped: number;
  Images: number;
  /** Storage driver: `overlay2`, `overlayfs`, … */
  Driver: string;
  /** Rows of name and value; `driver-type` tells a containerd store (engine.md 9.4). */
  DriverStatus: [name: string, value: string][] | null;
  DockerRootDir: string;
  LoggingDriver: string;
  CgroupDriver: string;
  CgroupVersion?: string;
  KernelVersion: string;
  OperatingSystem: string;
  OSType: string;
  /** As the kernel names it: `x86_64`. */
  Architecture: string;
  NCPU: number;
  /** Bytes. */
  MemTotal: number;
  HttpProxy: string;
  HttpsProxy: string;
  NoProxy: string;
  Runtimes?: Record<string, unknown> | null;
  DefaultRuntime?: string;
  SecurityOptions: string[] | null;
  IndexServerAddress?: string;
  RegistryConfig?: {
    InsecureRegistryCIDRs?: string[] | null;
    Mirrors?: string[] | null;
    IndexConfigs?: Record<string, { Name: string; Secure: boolean }> | null;
  } | null;
  Swarm?: { LocalNodeState?: string; ControlAvailable?: boolean };
  Warnings: string[] | null;
}

const containerdDriverType = "io.containerd.snapshotter.v1";

/**
 * State of the engine and its host: `GET /info`. Costs the engine some milliseconds. Logins of
 * proxies are hidden, as Docker's engines do by themselves and Podman does not.
 */
export async function engineInfo(
  transport: Transport,
  options: Cancellable = {},
): Promise<EngineInfo> {
  const info = await askJson<EngineInfo>(transport, {
    method: "GET",
    path: "/info",
    signal: options.signal,
  });
  for (const field of ["HttpProxy", "HttpsProxy"] as const) {
    if (info[field]) info[field] = withoutLogin(info[field]);
  }
  return info;
}

/** In Docker's form. An `@` belongs to the password where another follows it. */
function withoutLogin(address: string): string {
  return address.replace(/^([a-z0-9+.-]+:\/\/)?.*@/i, "$1xxxxx:xxxxx@");
}

/** True when the engine keeps its images in containerd's store (engine.md 9.4). */
export function usesContainerdStore(info: Pick<EngineInfo, "DriverStatus">): boolean {
  return (info.DriverStatus ?? []).some(([name, value]) =>
    name === "driver-type" && value === containerdDriverType
  );
}
