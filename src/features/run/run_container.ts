import { attachContainer } from "../../engine/containers/attach.ts";
import { createContainer } from "../../engine/containers/create.ts";
import {
  removeContainer,
  resizeContainer,
  startContainer,
} from "../../engine/containers/lifecycle.ts";
import { type ContainerWait, waitContainer } from "../../engine/containers/wait.ts";
import { EngineError } from "../../engine/errors.ts";
import { inspectImage } from "../../engine/images/inspect.ts";
import type { Engine, HijackedStream } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import { type DetachKeys, DetachScanner } from "./detach_keys.ts";
import { absentImage, hasImage, type ImagePuller, referenceToPull } from "./image_at_hand.ts";
import type { CreatePlan, PullPolicy } from "./options.ts";
import { pump } from "./pump.ts";
import { awaitRemoval } from "./removal.ts";
import type { SessionIo } from "./session_io.ts";
import { SignalForwarding } from "./signal_forwarding.ts";
import { commandLine, needsSizeFirst, sizeFirst } from "./size_first.ts";
import { runExitCode, startFailure } from "./start_failure.ts";
import { WindowFollower } from "./window.ts";

/** A container to run, and how its caller takes part in it. */
export interface RunRequest {
  plan: CreatePlan;
  pull: PullPolicy;
  /** Starts it and leaves it alone. */
  detach: boolean;
  /** Passes the caller's signals on. */
  sigProxy: boolean;
  /** Keys that leave it: as bytes for dk and as text for the engine. */
  detachKeys: DetachKeys;
  /** Makes the container ready once it is created; where it fails, the container is removed. */
  prepare?: (id: string, signal: AbortSignal) => Promise<void>;
  /** New file to be given the container's id. */
  cidFile?: string;
}

/** What a run takes part in. */
export interface RunWorld {
  engine: Engine;
  io: SessionIo;
  pull: ImagePuller;
  /** Shows what the engine could not do as asked. */
  warn(text: string): void;
  /** Hears that the caller has left the container running by the detach keys. */
  left(id: string): void;
  signal: AbortSignal;
}

/** How a run ended for its caller. */
export interface RunOutcome {
  id: string;
  /** The container's own exit code; 0 when it was left running. */
  exitCode: number;
}

/**
 * Creates, attaches, waits, starts: in that order nothing of the output and no exit is missed
 * (engine.md 3.1). Resolves when the container has ended, with AutoRemove when its name is free
 * again; at once when detached.
 *
 * @throws Failure with docker's exit codes 125, 126, 127 when it cannot be started
 */
export async function runContainer(request: RunRequest, world: RunWorld): Promise<RunOutcome> {
  if (request.pull === "always") await pull(request, world);
  const plan = await sizeFirstPlan(request, world);
  if (!plan) return await runOnce(request, world);
  try {
    return await runOnce({ ...request, plan }, world, true);
  } catch (error) {
    if (!isMissingCommand(error)) throw error;
    return await runOnce(request, world); // The image has no shell to wait in.
  }
}

/** @param trial leaves nothing behind when the container cannot be started */
async function runOnce(request: RunRequest, world: RunWorld, trial = false): Promise<RunOutcome> {
  const { spec } = request.plan;
  const interactive = Boolean(spec.Tty && spec.AttachStdin);
  using terminal = interactive && world.io.stdin.isTerminal ? world.io.openTerminal() : undefined;
  const id = await create(request, world);
  const session = new RunSession(request, world, id);
  let unready = false;
  try {
    world.signal.throwIfAborted();
    if (request.cidFile) await Deno.writeTextFile(request.cidFile, id, { createNew: true });
    unready = true;
    await request.prepare?.(id, world.signal);
    unready = false;
    if (request.detach) {
      await session.start();
      return { id, exitCode: 0 };
    }
    return { id, exitCode: await session.attached(() => terminal?.enter()) };
  } catch (error) {
    const thrownAway = trial || unready || spec.HostConfig?.AutoRemove || world.signal.aborted;
    if (!session.started && thrownAway) await session.undo();
    // Nobody reads on, as behind `| head -1`: what would be removed anyway has nothing left to do.
    const unread = error instanceof Deno.errors.BrokenPipe && spec.HostConfig?.AutoRemove;
    if (session.started && unread) await session.undo();
    throw error;
  }
}

/** Creates the container, pulling its image first where it is missing. */
async function create(request: RunRequest, world: RunWorld): Promise<string> {
  const { engine, signal } = world;
  const { plan } = request;
  // Not cancelled: the answer holds the id of what would otherwise be left behind.
  const attempt = () => createContainer(engine, plan.spec, plan);
  signal.throwIfAborted();
  let created;
  try {
    created = await attempt();
  } catch (error) {
    if (!isNotFound(error) || await hasImage(engine, plan.spec.Image, signal)) throw error;
    await pullMissing(request, world);
    signal.throwIfAborted();
    created = await attempt();
  }
  for (const warning of created.warnings) world.warn(warning);
  return created.id;
}

async function pull({ plan }: RunRequest, world: RunWorld): Promise<void> {
  await world.pull(referenceToPull(plan.spec.Image), plan.platform);
}

async function pullMissing(request: RunRequest, world: RunWorld): Promise<void> {
  if (request.pull === "never") {
    throw absentImage(request.plan.spec.Image, "It is not to be pulled: --pull never");
  }
  await pull(request, world);
}

/** The plan that makes the program find its terminal's size, where the engine alone does not. */
async function sizeFirstPlan(
  request: RunRequest,
  world: RunWorld,
): Promise<CreatePlan | undefined> {
  const { plan, detach } = request;
  const { engine, signal, io } = world;
  if (!plan.spec.Tty || detach || !io.windowSize()) return undefined;
  if (!needsSizeFirst(await engine.identity(signal))) return undefined;
  const inspect = () => inspectImage(engine, plan.spec.Image, { signal });
  const { Config } = await inspect().catch(async (error) => {
    if (!isNotFound(error)) throw error;
    await pullMissing(request, world);
    return await inspect();
  });
  const Cmd = commandLine(plan.spec, Config ?? {});
  const Entrypoint = sizeFirst([...plan.spec.Env ?? [], ...Config?.Env ?? []]);
  return Cmd.length > 0 ? { ...plan, spec: { ...plan.spec, Entrypoint, Cmd } } : undefined;
}

function isMissingCommand(error: unknown): boolean {
  const codes: readonly number[] = [runExitCode.notFound, runExitCode.notExecutable];
  return error instanceof Failure && codes.includes(error.exitCode);
}

function isNotFound(error: unknown): boolean {
  return error instanceof EngineError && error.status === 404;
}

/** One container from its creation to its end. */
class RunSession {
  started = false;

  constructor(
    readonly request: RunRequest,
    readonly world: RunWorld,
    readonly id: string,
  ) {}

  /** @throws Failure with the exit code for what went wrong */
  async start(): Promise<void> {
    await this.#asStart(startContainer(this.world.engine, this.id));
    this.started = true;
  }

  /** Removes the container; an engine that does so by itself may be faster. */
  async undo(): Promise<void> {
    try {
      await removeContainer(this.world.engine, this.id, { force: true, volumes: true });
    } catch (error) {
      // 404 when it is gone, 409 when its removal is under way; Podman has 500 for both.
      if (!(error instanceof EngineError)) throw error;
    }
    await awaitRemoval(this.world.engine, this.id);
    if (!this.started && this.request.cidFile) await Deno.remove(this.request.cidFile);
  }

  /** Takes part in the container until it ends or is left; resolves with the exit code. */
  async attached(enterRaw: () => Promise<void> | undefined): Promise<number> {
    const { io, engine } = this.world;
    using forwarding = this.request.sigProxy
      ? new SignalForwarding(engine, this.id, io)
      : undefined;
    const [streamResult, waitResult] = await Promise.allSettled([this.#attach(), this.#wait()]);
    using stream = valueOf(streamResult);
    await using wait = valueOf(waitResult);
    if (!stream || !wait) throw reasonOf(streamResult, waitResult);
    await enterRaw();
    using follower = this.#windowFollower();
    const { isPodman } = await engine.identity();
    if (isPodman) await follower?.begin(); // It takes the size before the start, and only then in time.
    await this.start();
    void follower?.begin();
    const end = this.#participate(stream, wait);
    return await (forwarding ? Promise.race([end, forwarding.impatience]) : end);
  }

  #attach(): Promise<HijackedStream> {
    const { AttachStdin, AttachStdout, AttachStderr } = this.request.plan.spec;
    return this.#asStart(attachContainer(this.world.engine, this.id, {
      stdin: AttachStdin,
      stdout: AttachStdout,
      stderr: AttachStderr,
      detachKeys: this.request.detachKeys.text,
    }));
  }

  async #wait(): Promise<ContainerWait> {
    return await waitContainer(this.world.engine, this.id, {
      condition: await this.#removedByEngine() ? "removed" : "next-exit",
    });
  }

  /** Podman answers 0 to a wait for the removal (engine.md 3.5). */
  async #removedByEngine(): Promise<boolean> {
    const autoRemove = Boolean(this.request.plan.spec.HostConfig?.AutoRemove);
    return autoRemove && !(await this.world.engine.identity()).isPodman;
  }

  #windowFollower(): WindowFollower | undefined {
    if (!this.request.plan.spec.Tty) return undefined;
    const { engine, io } = this.world;
    return new WindowFollower(io, (size) => resizeContainer(engine, this.id, size));
  }

  async #participate(stream: HijackedStream, wait: ContainerWait): Promise<number> {
    const { spec } = this.request.plan;
    const tty = Boolean(spec.Tty);
    const end = await pump(stream, this.world.io, {
      tty,
      stdin: Boolean(spec.AttachStdin),
      halfClose: Boolean(spec.StdinOnce) && !tty,
      detach: tty ? new DetachScanner(this.request.detachKeys.bytes) : undefined,
    });
    if (end === "detached") {
      this.world.left(this.id);
      return 0;
    }
    const exitCode = await wait.status();
    if (spec.HostConfig?.AutoRemove && !await this.#removedByEngine()) {
      await awaitRemoval(this.world.engine, this.id);
    }
    return exitCode;
  }

  /** Podman prepares the process as early as the attach, so both can fail for its command. */
  async #asStart<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const { Image, Entrypoint, Cmd } = this.request.plan.spec;
      throw startFailure(error, Image, Entrypoint?.[0] || Cmd?.[0]);
    }
  }
}

function valueOf<T>(result: PromiseSettledResult<T>): T | undefined {
  return result.status === "fulfilled" ? result.value : undefined;
}

function reasonOf(...results: PromiseSettledResult<unknown>[]): unknown {
  return results.find((result) => result.status === "rejected")?.reason;
}
