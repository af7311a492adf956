import assert from "node:assert/strict";
import { resolveHost } from "../../src/engine/host.ts";
import { closeOnce, copy } from "./engine_proxy.ts";

/** Socket of the engine under test. */
export async function engineSocket(): Promise<string> {
  const { endpoint } = await resolveHost({ env: Deno.env.toObject() });
  assert.ok(endpoint.kind === "unix", "the engine under test must listen on a local socket");
  return endpoint.path;
}

/** Passes TCP connections on to the engine's socket, half-closed ones as well. */
export class TcpFront implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #serving: Promise<void>;

  constructor(socketPath: string) {
    this.#serving = this.#serve(socketPath);
  }

  get authority(): string {
    return `127.0.0.1:${this.#listener.addr.port}`;
  }

  async #serve(path: string): Promise<void> {
    const relays: Promise<unknown>[] = [];
    for await (const client of this.#listener) {
      const engine = await Deno.connect({ transport: "unix", path });
      relays.push(
        Promise.all([copy(client, engine), copy(engine, client)]).then(() => {
          for (const end of [client, engine]) closeOnce(end);
        }),
      );
    }
    await Promise.all(relays);
  }

  async [Symbol.asyncDispose]() {
    this.#listener.close();
    await this.#serving;
  }
}
