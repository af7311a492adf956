import { Failure } from "../lib/failure.ts";
import { EngineError } from "./errors.ts";
import type { EngineIdentity, EngineResponse, Transport } from "./transport.ts";

/** The oldest API version that dk knows: that of engine 20.10 (engine.md 1.1). */
const oldestApiVersion = "1.41";
/** The newest API version that dk knows: that of engine 29 (engine.md 1.1). */
export const newestApiVersion = "1.56";

/**
 * Asks the engine what it is (`HEAD /_ping`, never versioned; GET where a proxy forbids HEAD) and
 * settles on the lower of both sides' versions (engine.md 1.2, 1.3).
 *
 * @param forced DOCKER_API_VERSION: spoken as it is, nothing is negotiated
 * @throws Failure when the engine is older than dk knows, or what answers is no engine
 */
export async function identify(
  transport: Transport,
  forced: string | undefined,
  signal?: AbortSignal,
): Promise<EngineIdentity> {
  const { headers } = await ping(transport, signal);
  const isPodman = headers.get("libpod-api-version") !== null;
  const engineApiVersion = headers.get("api-version") ?? "";
  return {
    apiVersion: forced || agreedVersion(engineApiVersion),
    engineApiVersion,
    isPodman,
    os: headers.get("ostype") ?? "linux",
    builderVersion: headers.get("builder-version") ?? "",
    swarm: headers.get("swarm") ?? "",
  };
}

async function ping(transport: Transport, signal?: AbortSignal): Promise<EngineResponse> {
  const request = { path: "/_ping", versioned: false, signal } as const;
  try {
    return await transport.request({ method: "HEAD", ...request });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const response = await transport.request({ method: "GET", ...request });
    await response.text();
    return response;
  }
}

function agreedVersion(engine: string): string {
  if (!/^\d+\.\d+$/.test(engine)) {
    throw new Failure("What answers at the engine's address is not a Docker engine", {
      why: engine
        ? `It calls its API version ${JSON.stringify(engine)}`
        : "It names no API version",
      next: "Check the address (--host, DOCKER_HOST)",
    });
  }
  if (compareVersions(engine, oldestApiVersion) < 0) {
    throw new Failure(`The engine speaks API ${engine}, dk needs ${oldestApiVersion} or newer`, {
      next: "Upgrade the engine to 20.10 or newer",
    });
  }
  return compareVersions(engine, newestApiVersion) < 0 ? engine : newestApiVersion;
}

/** Negative, zero or positive as API version `a` is older than, the same as or newer than `b`. */
export function compareVersions(a: string, b: string): number {
  const [aMajor, aMinor] = a.split(".").map(Number);
  const [bMajor, bMinor] = b.split(".").map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}
