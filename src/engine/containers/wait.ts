import { Failure } from "../../lib/failure.ts";
import type { Cancellable } from "../ask.ts";
import { objectPath } from "../paths.ts";
import type { EngineResponse, Transport } from "../transport.ts";

/** When a wait is over; see {@link waitContainer} for the one to prefer. */
export type WaitCondition = "not-running" | "next-exit" | "removed";

interface WaitAnswer {
  StatusCode?: number;
  Error?: { Message?: string } | null;
}

/**
 * Starts to wait for a container's end: `POST /containers/ID/wait` (engine.md 3.5). Resolves as
 * soon as the engine has answered with its head: from then on no exit can be missed, so await
 * this before the start and {@link ContainerWait.status} afterwards.
 *
 * `next-exit`, the default, gives the true code everywhere, also with AutoRemove; `removed` gives
 * 0 on Podman and `not-running` returns at once for a container that was never started. Dispose
 * the wait when the start fails: Podman would never answer.
 *
 * @throws EngineError 404 when there is no such container
 */
export async function waitContainer(
  transport: Transport,
  id: string,
  options: Cancellable & { condition?: WaitCondition } = {},
): Promise<ContainerWait> {
  const response = await transport.request({
    method: "POST",
    path: objectPath("containers", id, "wait"),
    query: { condition: options.condition ?? "next-exit" },
    signal: options.signal,
  });
  return new ContainerWait(response, id);
}

/** A wait that the engine has taken on. */
export class ContainerWait implements AsyncDisposable {
  #status?: Promise<number>;

  constructor(private readonly response: EngineResponse, private readonly id: string) {}

  /**
   * The container's exit code, once it has ended; the same promise at every call.
   *
   * @throws Failure when the engine lost the container or cut the wait short
   */
  status(): Promise<number> {
    return this.#status ??= this.#read();
  }

  /** Gives the wait up, if it was not read. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#status) await this.response.body.cancel();
  }

  async #read(): Promise<number> {
    const answer = await this.response.json<WaitAnswer>();
    if (answer.Error?.Message) {
      throw new Failure(`Waiting for container ${this.id} failed`, {
        why: answer.Error.Message,
        next: `See how it is: dk inspect ${this.id}`,
      });
    }
    if (typeof answer.StatusCode === "number") return answer.StatusCode;
    throw new Failure(`The engine did not say how container ${this.id} ended`, {
      why: `It answered ${JSON.stringify(answer)}`,
      next: `See how it is: dk inspect ${this.id}`,
    });
  }
}
