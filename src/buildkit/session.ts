import { Failure } from "../lib/failure.ts";
import { EngineError } from "../engine/errors.ts";
import type { HijackedStream, Transport } from "../engine/transport.ts";
import { type GrpcHandler, grpcServer, unary } from "./grpc.ts";
import { Http2Connection } from "./http2/connection.ts";

/**
 * What the engine may ask of dk during a build. The connection is taken over from a request; on
 * it the engine is the client and dk the gRPC server (engine.md 5.4).
 */
export interface Session extends AsyncDisposable {
  /** Sent with the build as `session=`. */
  readonly id: string;
  /** Rejects when the session ended before it was disposed of, or a service failed on dk's side. */
  readonly lost: Promise<never>;
}

/** What a session offers to the engine. */
export interface SessionOptions {
  /** Stable per context directory: by it the engine finds the files of the build before. */
  sharedKey: string;
  /** The methods offered besides the health check. */
  methods: ReadonlyMap<string, GrpcHandler>;
  signal?: AbortSignal;
}

const healthMethod = "/grpc.health.v1.Health/Check";
/** `{1: SERVING}`. The engine asks every second on 20.10, and gives up after one failure there. */
const serving = Uint8Array.from([0x08, 0x01]);

/** The method of BuildKit itself in which a session can travel. */
const controlMethod = "/moby.buildkit.v1.Control/Session";

/**
 * Opens a session by `POST /session`, or by BuildKit's own method over HTTP/2 where the engine has
 * given that up (engine.md 5.6); resolves with undefined where there is neither.
 *
 * @throws EngineError when the engine refuses for another reason
 */
export async function openSession(
  transport: Transport,
  options: SessionOptions,
): Promise<Session | undefined> {
  const id = crypto.randomUUID().replaceAll("-", "");
  const methods = new Map(options.methods).set(healthMethod, unary(() => serving));
  const stream = await hijack(transport, id, [...methods.keys()], options);
  return stream && new HijackedSession(id, stream, methods);
}

async function hijack(
  transport: Transport,
  id: string,
  methods: readonly string[],
  { sharedKey, signal }: SessionOptions,
): Promise<HijackedStream | undefined> {
  const headers = {
    "X-Docker-Expose-Session-Uuid": id,
    "X-Docker-Expose-Session-Name": "dk",
    "X-Docker-Expose-Session-Sharedkey": sharedKey,
  };
  const offered = methods.map((path) => ["X-Docker-Expose-Session-Grpc-Method", path] as const);
  const request = { method: "POST", path: "/session", protocol: "h2c", signal } as const;
  try {
    return await transport.upgrade({ ...request, headers, repeatedHeaders: offered });
  } catch (error) {
    if (!(error instanceof EngineError && error.status === 404)) throw error;
  }
  const connection = await transport.upgrade({ ...request, priorKnowledge: true });
  const metadata = [...Object.entries(headers), ...offered];
  const lowered = metadata.map(([name, value]) => [name.toLowerCase(), value] as const);
  const { openTunnel } = await import("./grpc_tunnel.ts");
  return await openTunnel(connection, controlMethod, lowered);
}

class HijackedSession implements Session {
  readonly lost: Promise<never>;
  readonly #served: Promise<void>;
  #closing = false;

  constructor(
    readonly id: string,
    readonly stream: HijackedStream,
    methods: ReadonlyMap<string, GrpcHandler>,
  ) {
    const { promise, reject } = Promise.withResolvers<never>();
    this.lost = promise;
    promise.catch(() => {}); // Whoever races a build against it looks; others need not.
    // A call that cannot write has lost the connection; what else fails in it tells of itself.
    const failed = (error: unknown) =>
      error instanceof Deno.errors.ConnectionReset ? this.#ended(reject, error) : reject(error);
    const server = new Http2Connection(stream, grpcServer(methods, failed));
    this.#served = server.serve().then(
      () => this.#ended(reject, undefined),
      (error) => this.#ended(reject, error),
    );
  }

  #ended(reject: (reason: unknown) => void, cause: unknown) {
    if (this.#closing) return;
    reject(
      new Failure("The engine ended the build's session", {
        why: cause instanceof Error ? cause.message : "It closed the connection",
        next: "See whether the engine is still running, then build again",
        cause,
      }),
    );
  }

  async [Symbol.asyncDispose]() {
    this.#closing = true;
    this.stream.close();
    await this.#served;
  }
}
