import { createExec, type ExecSpec, inspectExec, startExec } from "../../engine/exec.ts";
import { Failure } from "../../lib/failure.ts";
import type { Transport } from "../../engine/transport.ts";
import type { ShellProcess } from "./session_shell.ts";

const attempts = 50;
const pauseMilliseconds = 20;

/**
 * Starts a program in a running container, with streams that are frames.
 *
 * @throws EngineError 409 when the container does not run (Podman: 500)
 */
export async function startProcess(
  engine: Transport,
  container: string,
  spec: Pick<ExecSpec, "Cmd" | "Env" | "User" | "WorkingDir">,
  options: { signal?: AbortSignal } = {},
): Promise<ShellProcess> {
  const attached = { AttachStdin: true, AttachStdout: true, AttachStderr: true };
  const id = await createExec(engine, container, { ...spec, ...attached }, options);
  const stream = await startExec(engine, id, options);
  return { stream, status: () => exitCode(engine, id) };
}

/** The engine learns of the end of a program a little later than its streams end. */
async function exitCode(engine: Transport, id: string): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { Running, ExitCode } = await inspectExec(engine, id);
    if (!Running && ExitCode !== null) return ExitCode;
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
  throw new Failure("The engine did not say how a program of the session ended", {
    why: "Its output has ended, and it is said to run",
  });
}
