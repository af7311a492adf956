import {
  createExec,
  type ExecSpec,
  inspectExec,
  resizeExec,
  startExec,
  startExecDetached,
} from "../../engine/exec.ts";
import type { Transport } from "../../engine/transport.ts";
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
  engine: Transport;
  io: SessionIo;
  signal: AbortSignal;
}

/**
 * Runs a command in a running container; resolves with its exit code, 0 when it was left running.
 *
 * @throws EngineError when there is no such container or it is not running
 */
export async function execCommand(request: ExecRequest, world: ExecWorld): Promise<number> {
  const { spec, container } = request;
  const { engine, io, signal } = world;
  const tty = spec.Tty ?? false;
  const interactive = tty && Boolean(spec.AttachStdin) && io.stdin.isTerminal;
  using terminal = interactive ? io.openTerminal() : undefined;
  const id = await createExec(engine, container, spec, { signal });
  if (request.detach) {
    await startExecDetached(engine, id, { tty, signal });
    return 0;
  }
  // Beside the start: the engine holds a resize back until the command runs.
  using follower = tty ? new WindowFollower(io, (size) => resizeExec(engine, id, size)) : undefined;
  await terminal?.enter();
  const sized = follower?.begin();
  sized?.catch(() => {}); // Awaited after the start, which may fail first.
  using stream = await startExec(engine, id, { tty, consoleSize: spec.ConsoleSize, signal });
  const end = await pump(stream, io, {
    tty,
    stdin: Boolean(spec.AttachStdin),
    halfClose: !tty,
    detach: tty ? new DetachScanner(request.detachKeys) : undefined,
    signal,
  });
  return end === "detached" ? 0 : await exitCodeOf(engine, id);
}

async function exitCodeOf(engine: Transport, id: string): Promise<number> {
  const { ExitCode, Running } = await inspectExec(engine, id);
  if (ExitCode !== null && !Running) return ExitCode;
  throw new Failure("The engine does not say how the command ended", {
    why: Running ? "It closed the command's output while it still runs" : "It names no exit code",
    exitCode: runExitCode.engine,
  });
}
