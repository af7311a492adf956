import { askJson, askStatus, type Cancellable } from "./ask.ts";
import { objectPath } from "./paths.ts";
import type { HijackedStream, Transport } from "./transport.ts";

/** A command to run in a running container: the body of `POST /containers/ID/exec`. */
export interface ExecSpec {
  Cmd: string[];
  AttachStdin?: boolean;
  AttachStdout?: boolean;
  AttachStderr?: boolean;
  Tty?: boolean;
  Env?: string[];
  User?: string;
  WorkingDir?: string;
  Privileged?: boolean;
  DetachKeys?: string;
  /** Rows and columns, honoured from API 1.42 on. */
  ConsoleSize?: [number, number];
}

/** How a command stands or how it ended. */
export interface ExecState {
  ID: string;
  Running: boolean;
  /** Null while the command runs. */
  ExitCode: number | null;
  /** Process id on the engine's host; 0 before the start. */
  Pid?: number;
  ContainerID?: string;
}

/**
 * Prepares a command in a running container: `POST /containers/ID/exec` (engine.md 3.8).
 * Resolves with the exec's id.
 *
 * @throws EngineError 404 when there is no such container, 409 when it is not running or paused
 */
export async function createExec(
  transport: Transport,
  containerId: string,
  spec: ExecSpec,
  options: Cancellable = {},
): Promise<string> {
  const created = await askJson<{ Id: string }>(transport, {
    method: "POST",
    path: objectPath("containers", containerId, "exec"),
    json: spec,
    signal: options.signal,
  });
  return created.Id;
}

/**
 * Starts a prepared command and takes hold of its streams, which end with it:
 * `POST /exec/ID/start`, hijacked. A command that does not exist starts all the same; its error
 * comes as output and its exit code is 126 (20.10) or 127.
 */
export async function startExec(
  transport: Transport,
  execId: string,
  options: Cancellable & { tty?: boolean; consoleSize?: [number, number] } = {},
): Promise<HijackedStream> {
  return await transport.upgrade({
    method: "POST",
    path: objectPath("exec", execId, "start"),
    json: {
      Detach: false,
      Tty: options.tty ?? false,
      ConsoleSize: options.consoleSize,
      // Podman's names, by which alone it knows the size.
      h: options.consoleSize?.[0],
      w: options.consoleSize?.[1],
    },
    signal: options.signal,
  });
}

/** Starts a prepared command and leaves it alone: `POST /exec/ID/start` with Detach. */
export async function startExecDetached(
  transport: Transport,
  execId: string,
  options: Cancellable & { tty?: boolean } = {},
): Promise<void> {
  await askStatus(transport, {
    method: "POST",
    path: objectPath("exec", execId, "start"),
    json: { Detach: true, Tty: options.tty ?? false },
    signal: options.signal,
  });
}

/** How a command stands: `GET /exec/ID/json`. @throws EngineError 404 when it is not known */
export async function inspectExec(
  transport: Transport,
  execId: string,
  options: Cancellable = {},
): Promise<ExecState> {
  const path = objectPath("exec", execId, "json");
  return await askJson<ExecState>(transport, { method: "GET", path, signal: options.signal });
}

/** Tells a command's terminal its size: `POST /exec/ID/resize`. @throws EngineError if not running */
export async function resizeExec(
  transport: Transport,
  execId: string,
  size: { rows: number; columns: number },
  options: Cancellable = {},
): Promise<void> {
  await askStatus(transport, {
    method: "POST",
    path: objectPath("exec", execId, "resize"),
    query: { h: size.rows, w: size.columns },
    signal: options.signal,
  });
}
