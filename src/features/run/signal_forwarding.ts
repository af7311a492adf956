import { killContainer } from "../../engine/containers/lifecycle.ts";
import { EngineError } from "../../engine/errors.ts";
import type { Transport } from "../../engine/transport.ts";
import { Failure } from "../../lib/failure.ts";
import type { SessionIo } from "./session_io.ts";

/** So many signals that ask for the end make dk itself end, as docker's client does. */
const patience = 3;

/** They, and the exit code of a program that they end. */
const endingSignals: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 };

/**
 * Passes the caller's signals on to a container's first process, in their order, from its
 * construction to its disposal.
 */
export class SignalForwarding implements Disposable {
  readonly #subscription: Disposable;
  readonly #impatience = Promise.withResolvers<never>();
  #sending: Promise<void> = Promise.resolve();
  #endings = 0;

  constructor(readonly transport: Transport, readonly id: string, io: SessionIo) {
    this.#impatience.promise.catch(() => {}); // Rejects also when nobody waits any more.
    this.#subscription = io.onSignals((name) => this.#take(name));
  }

  /** Rejects when the caller has asked for the end several times and the container goes on. */
  get impatience(): Promise<never> {
    return this.#impatience.promise;
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }

  #take(name: string): void {
    this.#sending = this.#sending.then(() => this.#send(name));
    if (!(name in endingSignals)) return;
    if (++this.#endings < patience) return;
    this.#impatience.reject(
      new Failure(`Container ${this.id.slice(0, 12)} goes on after ${patience} signals`, {
        next: `End it with dk stop ${this.id.slice(0, 12)}`,
        exitCode: endingSignals[name],
      }),
    );
  }

  async #send(name: string): Promise<void> {
    try {
      await killContainer(this.transport, this.id, { killSignal: name });
    } catch (error) {
      // A container that has ended takes no signal; a lost engine shows in the output's end.
      if (!(error instanceof EngineError || error instanceof Failure)) throw error;
    }
  }
}
