import { putArchive } from "../../engine/containers/archive.ts";
import { attachContainer } from "../../engine/containers/attach.ts";
import type { MountSpec } from "../../engine/containers/spec.ts";
import { startContainer } from "../../engine/containers/lifecycle.ts";
import type { HijackedStream, Transport } from "../../engine/transport.ts";
import type { Loan } from "../lend/loan.ts";
import type { NoticeListener } from "./container_removal.ts";
import { listFiles } from "./container_files.ts";
import type { FileListing } from "./file_listing.ts";
import { noShell } from "./no_shell.ts";
import { shellCommand } from "./shell_driver.ts";
import { startProcess } from "./exec_process.ts";
import { leashedKeeperSpec } from "./keeper.ts";
import { SessionShell, type ShellKind } from "./session_shell.ts";
import { TemporaryContainer } from "./temporary_container.ts";

/** What a session begins with. */
export interface SessionRequest {
  /** An image that the engine holds. */
  image: string;
  /** Where the steps begin. */
  directory: string;
  /** Where the project lies in the container. */
  codeDirectory: string;
  /** The project as a tar stream, belonging to the user of the image. */
  project(owner: { uid: number; gid: number }): AsyncIterable<Uint8Array>;
  /** Variables beside the image's own, `NAME=value`; they do not count as the session's work. */
  env: readonly string[];
  /** Files and variables of this machine that the steps find, and no image keeps. */
  loan?: Loan;
  /** Data of this machine that the steps find: mounted, or else archives, paths from the root. */
  mounts?: readonly MountSpec[];
  data?: readonly (() => AsyncIterable<Uint8Array>)[];
  /** Takes what the steps print. */
  output: (bytes: Uint8Array) => Promise<void>;
  notice: NoticeListener;
  signal?: AbortSignal;
}

/**
 * A shell in a container made for it, the project copied to it. Copied and not mounted: what the
 * steps do there leaves the user's folder alone, and it works with an engine on another machine.
 * Disposing it removes the container.
 */
export class Session implements AsyncDisposable {
  private constructor(
    readonly engine: Transport,
    readonly container: TemporaryContainer,
    readonly shell: SessionShell,
    readonly shellKind: ShellKind,
    /** The container's stdin: it ends when this does. */
    readonly leash: HijackedStream,
    readonly signal: AbortSignal | undefined,
  ) {}

  static async open(engine: Transport, request: SessionRequest): Promise<Session> {
    const { image, codeDirectory, loan, signal, notice } = request;
    const container = await TemporaryContainer.create(engine, {
      ...leashedKeeperSpec,
      Image: image,
      // The engine creates it, so that there is a place to copy the project to.
      WorkingDir: codeDirectory,
      Labels: { "dk.session": "containerize" },
      HostConfig: { Mounts: [...request.mounts ?? []] },
    }, { notice, loan, signal });
    try {
      const leash = await startOnLeash(engine, container.id, request);
      const shell = await startShell(engine, container.id, request);
      const kind = await shell.kind();
      await putArchive(engine, container.id, "/", request.project(kind), { signal });
      for (const archive of request.data ?? []) {
        await putArchive(engine, container.id, "/", archive(), { signal });
      }
      return new Session(engine, container, shell, kind, leash, signal);
    } catch (error) {
      await container[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The state of the container's file system, to be compared with an earlier one. */
  async files(): Promise<FileListing> {
    return await listFiles(this.engine, this.container.id, this.shell, this.signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.container[Symbol.asyncDispose]();
  }
}

async function startOnLeash(engine: Transport, id: string, request: SessionRequest) {
  const { image, signal } = request;
  const leash = await attachContainer(engine, id, { stdin: true, signal });
  try {
    await startContainer(engine, id, { signal });
    return leash;
  } catch (error) {
    leash.close();
    throw noShell(image, error);
  }
}

/** The shell is not the first process: when a step ends it, the files are still there. */
async function startShell(engine: Transport, id: string, request: SessionRequest) {
  const { directory, env, loan, signal } = request;
  const lent = Object.entries(loan?.variables ?? {}).map(([name, value]) => `${name}=${value}`);
  const spec = { Cmd: shellCommand(directory), Env: [...lent, ...env] };
  return new SessionShell(await startProcess(engine, id, spec, { signal }), request);
}
