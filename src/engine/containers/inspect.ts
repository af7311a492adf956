import { askJson, type Cancellable } from "../ask.ts";
import { inspectPath } from "../raw_inspect.ts";
import type { Transport } from "../transport.ts";

/** What dk reads of a container's description; the whole of it is had from `rawInspect`. */
export interface ContainerDetails {
  Id: string;
  /** With a leading slash. */
  Name: string;
  /** RFC 3339. */
  Created: string;
  Path: string;
  Args: string[];
  /** Image id. */
  Image: string;
  State: ContainerState;
  Config: {
    Image: string;
    Tty: boolean;
    OpenStdin: boolean;
    StdinOnce: boolean;
    AttachStdin: boolean;
    User: string;
    WorkingDir: string;
    Env: string[] | null;
    Cmd: string[] | null;
    Entrypoint: string[] | null;
    Labels: Record<string, string> | null;
    StopSignal?: string;
  };
  HostConfig: {
    AutoRemove: boolean;
    NetworkMode: string;
    LogConfig?: { Type: string };
    RestartPolicy?: { Name: string; MaximumRetryCount: number };
  };
  Mounts: ContainerMount[] | null;
  NetworkSettings: {
    Ports?: Record<string, { HostIp: string; HostPort: string }[] | null> | null;
    Networks?: Record<string, { IPAddress?: string; NetworkID?: string }> | null;
  };
}

/** How a container is, or how it ended. */
export interface ContainerState {
  /** As in a list: `running`, `exited` and so on. */
  Status: string;
  Running: boolean;
  Paused: boolean;
  OOMKilled: boolean;
  Dead: boolean;
  Pid: number;
  /** 0 while the container runs; Podman leaves it 0 after a failed start. */
  ExitCode: number;
  /** Why the start failed. */
  Error: string;
  StartedAt: string;
  FinishedAt: string;
}

/** A mount as it was made. */
export interface ContainerMount {
  Type: string;
  Name?: string;
  Source: string;
  Destination: string;
  RW: boolean;
}

/** What the engine knows of a container: `GET /containers/ID/json`. @throws EngineError 404 */
export async function inspectContainer(
  transport: Transport,
  id: string,
  options: Cancellable = {},
): Promise<ContainerDetails> {
  return await askJson<ContainerDetails>(transport, {
    method: "GET",
    path: inspectPath("containers", id),
    signal: options.signal,
  });
}
