import { inspectContainer } from "../../../engine/containers/inspect.ts";
import { type ExecState, inspectExec } from "../../../engine/exec.ts";
import { EngineError } from "../../../engine/errors.ts";
import type { Engine } from "../../../engine/transport.ts";
import { Failure } from "../../../lib/failure.ts";

const next = "Go on with dk containerize --resume";
/** A busy engine may learn seconds late that a container has been killed. */
const attempts = 100;
const pauseMilliseconds = 50;
/** The exit code of a program that SIGKILL has ended. */
const killed = 137;
const patienceMilliseconds = 3000;

/**
 * Returns when a shell whose output has ended has ended by itself.
 *
 * @param broken why reading its output failed, where it did
 * @throws Failure when its container or the engine has gone, or only the connection
 */
export async function exitOrLoss(
  engine: Engine,
  { container, execId }: { container: string; execId: string },
  broken: unknown,
): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { Running, ExitCode } = await inspectLive(engine, container, execId);
    // A container that is killed takes all its processes along, and the engine learns it later.
    if (!Running && ExitCode !== null && ExitCode !== killed) return;
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
  const { Running } = await inspectLive(engine, container, execId);
  if (Running || broken) throw connectionLost(broken);
}

/**
 * Waits for the end of a shell whose recorder has ended, which most often comes with it.
 *
 * @throws Failure when it does not come
 */
export async function endsSoon<T>(ended: Promise<T>): Promise<T> {
  const lost = Promise.withResolvers<never>();
  const timer = setTimeout(() => lost.reject(connectionLost(undefined)), patienceMilliseconds);
  try {
    return await Promise.race([ended, lost.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function connectionLost(broken: unknown): Failure {
  return new Failure("The connection to the session's shell is lost", {
    why: broken instanceof Error
      ? broken.message
      : "Its recorder has ended, and its container runs",
    next,
    cause: broken,
  });
}

/** How an exec stands. @throws Failure when its container does not run any more */
async function inspectLive(engine: Engine, container: string, execId: string): Promise<ExecState> {
  const name = container.slice(0, 12);
  try {
    const { State } = await inspectContainer(engine, container);
    if (State.Running) return await inspectExec(engine, execId);
    throw new Failure(`The session's container ${name} has ended`, {
      why: State.OOMKilled ? "It used up its memory" : `Its exit code is ${State.ExitCode}`,
      next,
    });
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) {
      throw new Failure(`The session's container ${name} is gone`, { next, cause: error });
    }
    if (error instanceof Failure && error.next === next) throw error;
    if (!(error instanceof Failure)) throw error;
    throw new Failure("The engine of the session is lost", {
      why: error.why ? `${error.message}: ${error.why}` : error.message,
      next,
      cause: error,
    });
  }
}
