import { putArchive } from "../../engine/containers/archive.ts";
import { createContainer } from "../../engine/containers/create.ts";
import { inspectContainer } from "../../engine/containers/inspect.ts";
import type { MountSpec } from "../../engine/containers/spec.ts";
import { startContainer } from "../../engine/containers/lifecycle.ts";
import { EngineError } from "../../engine/errors.ts";
import type { Transport } from "../../engine/transport.ts";
import { putLoan, withLoan } from "../lend/container_loan.ts";
import type { Loan } from "../lend/loan.ts";
import { type NoticeListener, removeWhole } from "./container_removal.ts";
import { startProcess } from "./exec_process.ts";
import { keeperSpec } from "./keeper.ts";
import { noShell } from "./no_shell.ts";
import { SessionShell, type ShellOptions } from "./session_shell.ts";
import { shellCommand } from "./shell_driver.ts";

/** What the containers of one session have in common, whatever image they are made from. */
export interface SessionSettings {
  /** Where shells begin. */
  directory: string;
  /** Variables beside the image's own, `NAME=value`; they do not count as the session's work. */
  env: readonly string[];
  /** Files and variables of this machine that the steps find, and no image keeps. */
  loan?: Loan;
  /** Data of this machine that the session may look at. */
  mounts?: readonly MountSpec[];
  /** The same where it cannot be mounted: archives of it, paths from the root directory. */
  data?: readonly (() => AsyncIterable<Uint8Array>)[];
  /** Value of {@link sessionLabel} on this session's containers and images. */
  label: string;
  /** Tells them from those of other sessions: value of {@link sessionIdLabel}. */
  id?: string;
  notice: NoticeListener;
}

/** Marks containers and images that belong to a session. */
export const sessionLabel = "dk.session";

/** Tells to which session: another dk may have one at the same time. */
export const sessionIdLabel = "dk.session.id";

/** The labels of whatever is made for a session. */
export function sessionLabels({ label, id }: SessionSettings): Record<string, string> {
  return id === undefined
    ? { [sessionLabel]: label }
    : { [sessionLabel]: label, [sessionIdLabel]: id };
}

/**
 * A container that outlives dk: an idle keeper, in which shells come and go by `exec`. Only
 * {@link SessionContainer.remove} removes it.
 *
 * dk's variables, lent ones included, are given to the shells and not to the container: an image
 * made of it has the same environment as the one that it was made from.
 */
export class SessionContainer {
  private constructor(
    readonly engine: Transport,
    readonly id: string,
    readonly settings: SessionSettings,
  ) {}

  /**
   * Creates and starts it, with what is lent in its place.
   *
   * @param createdDirectory made by the engine, for the user of the image, if it is not there
   * @throws Failure when the image has no shell; the abort reason; with nothing left behind
   */
  static async create(
    engine: Transport,
    image: string,
    settings: SessionSettings,
    options: { createdDirectory?: string; signal?: AbortSignal } = {},
  ): Promise<SessionContainer> {
    const { createdDirectory, signal } = options;
    const { loan, notice } = settings;
    signal?.throwIfAborted();
    const spec = {
      ...keeperSpec,
      Image: image,
      WorkingDir: createdDirectory ?? "/",
      // The same in every container of the session: the prompt does not change with an undo.
      Hostname: "session",
      Labels: sessionLabels(settings),
      HostConfig: { Mounts: [...settings.mounts ?? []] },
    };
    // Not cancelled: the answer holds the id of what would otherwise be left behind.
    const { id, warnings } = await createContainer(engine, loan ? lending(spec, loan) : spec);
    for (const warning of warnings) notice(warning);
    const container = new SessionContainer(engine, id, settings);
    try {
      if (loan) await putLoan(engine, id, loan, { signal });
      for (const archive of settings.data ?? []) await container.put(archive(), signal);
      await startContainer(engine, id, { signal });
      return container;
    } catch (error) {
      await container.remove();
      throw noShell(image, error);
    }
  }

  /**
   * Takes hold of a container of an earlier dk, starting it if it has ended; undefined when it is
   * gone. What is lent is lent again.
   */
  static async reopen(
    engine: Transport,
    id: string,
    settings: SessionSettings,
    options: { signal?: AbortSignal } = {},
  ): Promise<{ container: SessionContainer; wasRunning: boolean } | undefined> {
    try {
      const { State } = await inspectContainer(engine, id, options);
      if (settings.loan) await putLoan(engine, id, settings.loan, options);
      if (!State.Running) await startContainer(engine, id, options);
      const container = new SessionContainer(engine, id, settings);
      return { container, wasRunning: State.Running };
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Variables for the shells: the lent ones, then dk's own; `NAME=value`. */
  get env(): string[] {
    const { loan, env } = this.settings;
    const named = new Set(env.map((entry) => entry.split("=", 1)[0]));
    const lent = Object.entries(loan?.variables ?? {}).filter(([name]) => !named.has(name));
    return [...lent.map(([name, value]) => `${name}=${value}`), ...env];
  }

  /**
   * A shell without a terminal that answers to dk (shell_driver.ts); it ends when dk does.
   *
   * @param options user: whom it runs as; the image's user when left out
   */
  async openDriver(options: ShellOptions & { user?: string }): Promise<SessionShell> {
    const { user, signal } = options;
    const process = await startProcess(this.engine, this.id, {
      Cmd: shellCommand(this.settings.directory),
      Env: this.env,
      User: user,
    }, { signal });
    return new SessionShell(process, options);
  }

  /** Unpacks an archive, owners kept, below the root directory. */
  async put(tar: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<void> {
    await putArchive(this.engine, this.id, "/", tar, { signal });
  }

  /** Removes it with its volumes; a removal that fails is told. */
  async remove(): Promise<void> {
    await removeWhole(this.engine, this.id, this.settings.notice);
  }
}

/** The place for the lent files; their variables go to the shells. */
function lending<Spec extends Parameters<typeof withLoan>[0]>(spec: Spec, loan: Loan) {
  return withLoan(spec, { ...loan, variables: {} });
}
