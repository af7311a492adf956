import { type Dialer, openDialer } from "./dialer.ts";
import { type HostInput, type ResolvedHost, resolveHost } from "./host.ts";
import { HttpTransport } from "./http_transport.ts";
import { identify } from "./negotiate.ts";
import type {
  Engine,
  EngineIdentity,
  EngineRequest,
  EngineResponse,
  HijackedStream,
  UpgradeRequest,
} from "./transport.ts";

/** What names the engine, and how it may be reached. */
export interface EngineOptions extends HostInput {
  /** True when ssh may ask on the terminal. */
  interactive: boolean;
}

/** An engine, and what its address was resolved from. */
export interface OpenedEngine extends Engine {
  readonly host: ResolvedHost;
}

/**
 * Finds the engine as docker does; nothing is connected before the first request.
 *
 * @throws UsageFailure when flags, environment or contexts name no usable address
 */
export async function openEngine(options: EngineOptions): Promise<OpenedEngine> {
  const host = await resolveHost(options);
  const dialer = openDialer(host, options);
  return new NegotiatedEngine(host, dialer, options.env.DOCKER_API_VERSION);
}

class NegotiatedEngine implements OpenedEngine {
  readonly #transport: HttpTransport;
  #identity?: Promise<EngineIdentity>;

  constructor(
    readonly host: ResolvedHost,
    readonly dialer: Dialer,
    readonly forcedVersion: string | undefined,
  ) {
    this.#transport = new HttpTransport(
      dialer,
      async (signal) => `/v${forcedVersion || (await this.identity(signal)).apiVersion}`,
      host.httpHeaders,
    );
  }

  get address(): string {
    return this.host.address;
  }

  identity(signal?: AbortSignal): Promise<EngineIdentity> {
    this.#identity ??= identify(this.#transport, this.forcedVersion, signal).catch((error) => {
      this.#identity = undefined; // A cancelled or failed question may be asked again.
      throw error;
    });
    return this.#identity;
  }

  request(request: EngineRequest): Promise<EngineResponse> {
    return this.#transport.request(request);
  }

  upgrade(request: UpgradeRequest): Promise<HijackedStream> {
    return this.#transport.upgrade(request);
  }

  async [Symbol.asyncDispose]() {
    this.#transport[Symbol.dispose]();
    await this.dialer[Symbol.asyncDispose]();
  }
}
