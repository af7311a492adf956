import { attachContainer } from "../../engine/containers/attach.ts";
import { inspectContainer } from "../../engine/containers/inspect.ts";
import { resizeContainer } from "../../engine/containers/lifecycle.ts";
import { waitContainer } from "../../engine/containers/wait.ts";
import type { Transport } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import { type DetachKeys, DetachScanner } from "./detach_keys.ts";
import { pump } from "./pump.ts";
import type { SessionIo } from "./session_io.ts";
import { SignalForwarding } from "./signal_forwarding.ts";
import { WindowFollower } from "./window.ts";

/** How to take part in a container that runs already. */
export interface AttachRequest {
  container: string;
  /** False leaves the container's stdin alone. */
  stdin: boolean;
  /** Passes the caller's signals on, where the container has no terminal. */
  sigProxy: boolean;
  detachKeys: DetachKeys;
}

/** What an attached caller takes part in. */
export interface AttachWorld {
  engine: Transport;
  io: SessionIo;
  /** Hears that the caller has left the container running by the detach keys. */
  left(id: string): void;
  signal: AbortSignal;
}

/**
 * Joins the caller's streams to a running container's; resolves with its exit code, 0 when left.
 *
 * @throws EngineError 404 when there is no such container; Failure when it is not running
 */
export async function attachSession(
  request: AttachRequest,
  world: AttachWorld,
): Promise<number> {
  const { engine, io, signal } = world;
  const { Id, Name, Config, State } = await inspectContainer(engine, request.container, { signal });
  if (!State.Running || State.Paused) {
    const name = Name.replace(/^\//, "");
    throw new Failure(`Container ${name} is ${State.Status}, not running`, {
      next: State.Paused ? "Resume it first" : `See what it printed with dk logs ${name}`,
    });
  }
  const tty = Config.Tty;
  const stdin = request.stdin && Config.OpenStdin;
  using terminal = tty && stdin && io.stdin.isTerminal ? io.openTerminal() : undefined;
  using _forwarding = request.sigProxy && !tty ? new SignalForwarding(engine, Id, io) : undefined;
  await using wait = await waitContainer(engine, Id, { signal });
  using stream = await attachContainer(engine, Id, {
    stdin,
    stdout: true,
    stderr: true,
    detachKeys: request.detachKeys.text,
    signal,
  });
  await terminal?.enter();
  using follower = tty
    ? new WindowFollower(io, (size) => resizeContainer(engine, Id, size))
    : undefined;
  const printed = Promise.withResolvers<void>();
  const stdout = {
    writeBytes(bytes: Uint8Array) {
      printed.resolve();
      return io.stdout.writeBytes(bytes);
    },
  };
  void follower?.redraw(printed.promise);
  const end = await pump(stream, { ...io, stdout }, {
    tty,
    stdin,
    halfClose: Config.StdinOnce && !tty,
    detach: tty ? new DetachScanner(request.detachKeys.bytes) : undefined,
    signal,
  });
  if (end === "ended") return await wait.status();
  world.left(Id);
  return 0;
}
