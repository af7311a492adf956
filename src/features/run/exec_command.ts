import {
  createExec,
  type ExecSpec,
  inspectExec,
  resizeExec,
  startExec,
  startExecDetached,
} from "../../engine/exec.ts";
import type { Engine, Transport } from "../../engine/transport.ts";
import { EngineError } from "../../engine/errors.ts";
import { statPath } from "../../engine/containers/archive.ts";
import { needsSizeFirst, sizeFirst, waitingShell } from "./size_first.ts";
import { Failure } from "../../lib/failure.ts";
import { DetachScanner } from "./detach_keys.ts";
import { pump } from "./pump.ts";
import type { SessionIo } from "./session_io.ts";
import { runExitCode } from "./start_failure.ts";
import { WindowFollower } from "./window.ts";

/** A command to run in a running container, and how its caller takes part in it. */
export interface ExecRequest {
  container: string;
  spec: ExecSpec;
  /** Starts it and leaves it alone. */
  detach: boolean;
  /** Keys that leave it running. */
  detachKeys: Uint8Array;
}

/** What an exec takes part in. */
export interface ExecWorld {
  engine: Engine;
  io: SessionIo;
  signal: AbortSignal;
}

/**
 * Runs a command in a running container; resolves with its exit code, 0 when it was left running.
 *
 * @throws EngineError when there is no such container or it is not running
 */
export async function execCommand(request: ExecRequest, world: ExecWorld): Promise<number> {
  const { container } = request;
  const { engine, io, signal } = world;
  const tty = request.spec.Tty ?? false;
  const interactive = tty && Boolean(request.spec.AttachStdin) && io.stdin.isTerminal;
  using terminal = interactive ? io.openTerminal() : undefined;
  const spec = await withSizeFirst(request, world);
  const id = await createExec(engine, container, spec, { signal });
  if (request.detach) {
    await startExecDetached(engine, id, { tty, signal });
    return 0;
  }
  using follower = tty ? new WindowFollower(io, (size) => resizeExec(engine, id, size)) : undefined;
  await terminal?.enter();
  using stream = await startExec(engine, id, { tty, consoleSize: spec.ConsoleSize, signal });
  void follower?.begin();
  const end = await pump(stream, io, {
    tty,
    stdin: Boolean(spec.AttachStdin),
    halfClose: !tty,
    detach: tty ? new DetachScanner(request.detachKeys) : undefined,
    signal,
  });
  return end === "detached" ? 0 : await exitCodeOf(engine, id);
}

/** The command as it is to be started, so that it finds its terminal's size set. */
async function withSizeFirst(request: ExecRequest, world: ExecWorld): Promise<ExecSpec> {
  const { spec, container, detach } = request;
  const { engine, io, signal } = world;
  if (!spec.Tty || detach || !io.windowSize()) return spec;
  if (!needsSizeFirst(await engine.identity(signal))) return spec;
  if (!await hasFile(engine, container, waitingShell, signal)) return spec;
  return { ...spec, Cmd: [...sizeFirst(spec.Env), ...spec.Cmd] };
}

async function hasFile(
  engine: Engine,
  container: string,
  path: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await statPath(engine, container, path, { signal });
    return true;
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return false;
    throw error;
  }
}

async function exitCodeOf(engine: Transport, id: string): Promise<number> {
  const { ExitCode, Running } = await inspectExec(engine, id);
  if (ExitCode !== null && !Running) return ExitCode;
  throw new Failure("The engine does not say how the command ended", {
    why: Running ? "It closed the command's output while it still runs" : "It names no exit code",
    next: "See whether the engine is still running, then try again",
    exitCode: runExitCode.engine,
  });
}
