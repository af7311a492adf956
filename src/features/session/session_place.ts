import type { Transport } from "../../engine/transport.ts";
import { listFiles } from "./container_files.ts";
import type { FileListing } from "./file_listing.ts";
import type { SessionContainer } from "./session_container.ts";
import type { SessionShell, ShellKind } from "./session_shell.ts";
import type { ShellState } from "./shell_protocol.ts";
import { restoreScript } from "./shell_restore.ts";

/** Takes what a shell prints. */
export type OutputListener = (bytes: Uint8Array) => Promise<void>;

/** A container of the session and the shells in it that answer to dk. */
export class SessionPlace {
  private constructor(
    readonly engine: Transport,
    readonly container: SessionContainer,
    private shells: { driver: SessionShell; root: SessionShell },
    readonly kind: ShellKind,
    readonly initial: ShellState,
    private readonly output: OutputListener,
    readonly signal: AbortSignal | undefined,
  ) {}

  /** @param output takes what steps print that are run by {@link SessionPlace.driver} */
  static async open(
    container: SessionContainer,
    output: OutputListener,
    signal?: AbortSignal,
  ): Promise<SessionPlace> {
    const driver = await container.openDriver({ output, signal });
    const kind = await driver.kind();
    const silent = () => Promise.resolve();
    const root = kind.uid === 0
      ? driver
      : await container.openDriver({ output: silent, user: "0:0", signal });
    const initial = (await driver.run(":")).state!;
    const shells = { driver, root };
    return new SessionPlace(container.engine, container, shells, kind, initial, output, signal);
  }

  /** Runs as the image's user, as the session's commands do. */
  get driver(): SessionShell {
    return this.shells.driver;
  }

  /** Runs as root, who sees all files and may change them. */
  get root(): SessionShell {
    return this.shells.root;
  }

  /** To be called when a step has ended the driver. */
  async renewDriver(): Promise<void> {
    const { output, signal, shells } = this;
    const driver = await this.container.openDriver({ output, signal });
    this.shells = { driver, root: shells.root === shells.driver ? driver : shells.root };
  }

  /** The state of the container's file system, to be compared with an earlier one. */
  async files(): Promise<FileListing> {
    return await listFiles(this.engine, this.container.id, this.root, this.signal);
  }

  /** What a command prints in a shell of the given state; empty when it fails. */
  async capture(command: string, state: ShellState): Promise<string> {
    const now = (await this.driver.run(":")).state!;
    return await this.driver.capture(restoreScript(now, state, { isDriver: true }) + command);
  }

  /** Lets go of the shells; the container stays. */
  close(): void {
    this.driver.close();
    this.root.close();
  }
}
