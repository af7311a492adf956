import { createContainer } from "../../engine/containers/create.ts";
import type { ContainerSpec } from "../../engine/containers/spec.ts";
import type { Transport } from "../../engine/transport.ts";
import { putLoan, withLoan } from "../lend/container_loan.ts";
import type { Loan } from "../lend/loan.ts";
import { type NoticeListener, removeWhole } from "./container_removal.ts";

/**
 * A container that is gone when its user is done with it, however that comes about: should dk be
 * killed or the connection break, the engine removes it when its process ends.
 */
export class TemporaryContainer implements AsyncDisposable {
  private constructor(
    readonly engine: Transport,
    readonly id: string,
    readonly notice: NoticeListener,
  ) {}

  /**
   * Creates it, with what is lent in its place; not started yet.
   *
   * @throws as createContainer; the abort reason, with nothing left behind
   */
  static async create(
    engine: Transport,
    spec: ContainerSpec,
    options: { notice: NoticeListener; loan?: Loan; signal?: AbortSignal },
  ): Promise<TemporaryContainer> {
    const { loan, notice, signal } = options;
    signal?.throwIfAborted();
    const whole = loan ? withLoan(spec, loan) : spec;
    // Not cancelled: the answer holds the id of what would otherwise be left behind.
    const { id, warnings } = await createContainer(engine, {
      ...whole,
      HostConfig: { ...whole.HostConfig, AutoRemove: true },
    });
    for (const warning of warnings) notice(warning);
    const container = new TemporaryContainer(engine, id, notice);
    try {
      if (loan) await putLoan(engine, id, loan, { signal });
      return container;
    } catch (error) {
      await container[Symbol.asyncDispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeWhole(this.engine, this.id, this.notice);
  }
}
