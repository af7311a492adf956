import { Failure } from "../lib/failure.ts";
import { askJson, type Cancellable } from "./ask.ts";
import type { Ulimit } from "./containers/spec.ts";
import { encodeFilters, type Filters } from "./filters.ts";
import type { UploadBody } from "./images/transfer.ts";
import { auxString, type EngineMessage } from "./messages.ts";
import { ProgressStream } from "./progress.ts";
import type { QueryValue, Transport } from "./transport.ts";

/** What the classic builder holds its steps to, and whether it joins their layers. */
export interface StepLimits {
  /** Bytes. */
  memory?: number;
  /** Bytes, memory and swap together; −1 for no limit. */
  memorySwap?: number;
  cpuShares?: number;
  /** Microseconds. */
  cpuPeriod?: number;
  cpuQuota?: number;
  cpusetCpus?: string;
  cpusetMems?: string;
  cgroupParent?: string;
  securityOpt?: readonly string[];
  squash?: boolean;
}

/** How to build (engine.md 4.1). What is left out is the engine's default. */
export interface BuildOptions extends Cancellable {
  /** `classic` (1) or BuildKit (2). */
  builder?: "classic" | "buildkit";
  tags?: readonly string[];
  /** Path within the context. */
  dockerfile?: string;
  target?: string;
  platform?: string;
  /** Null takes the value that the builder knows. */
  buildArgs?: Readonly<Record<string, string | null>>;
  labels?: Readonly<Record<string, string>>;
  cacheFrom?: readonly string[];
  noCache?: boolean;
  /** Asks the registry for newer base images. */
  pull?: boolean;
  /** `host`, `none`, `default` or, with the classic builder, any network. */
  networkMode?: string;
  /** `name:address`. */
  extraHosts?: readonly string[];
  /** Bytes. */
  shmSize?: number;
  ulimits?: readonly Ulimit[];
  /** BuildKit passes over them. */
  limits?: StepLimits;
  /** Removes intermediate containers also after a failure. */
  forceRemove?: boolean;
  /** `client-session` or an address; the body holds the context when left out. */
  remote?: string;
  /** Id of an open BuildKit session. */
  session?: string;
  outputs?: readonly { Type: string; Attrs: Record<string, string> }[];
  /** Value of `X-Registry-Config`: credentials for every registry, classic builder only. */
  registryConfig?: string;
}

/** What a build came to. */
export interface BuildResult {
  /** `sha256:…`; undefined for a build whose outputs hold no image. */
  imageId?: string;
}

/**
 * Builds an image: `POST /build`. `context` is a tar stream, plain, gzip, bzip2 or xz; undefined
 * with `remote`. It is always sent to its end while the answer is read.
 *
 * The stream rejects with an InBandError (its `code` is a failing RUN's, classic builder only)
 * and with a Failure when it ends without an image where one is due: the connection was lost.
 * Disposing it cancels the build.
 *
 * @throws EngineError 400 or 500 when the build fails before its first message
 */
export async function buildImage(
  transport: Transport,
  context: UploadBody | undefined,
  options: BuildOptions = {},
): Promise<ProgressStream<BuildResult>> {
  const response = await transport.request({
    method: "POST",
    path: "/build",
    query: buildQuery(options),
    headers: options.registryConfig ? { "X-Registry-Config": options.registryConfig } : undefined,
    body: context ?? new Uint8Array(),
    contentType: "application/x-tar",
    signal: options.signal,
  });
  return new ProgressStream(response, new BuildVerdict(options.outputs === undefined));
}

/** Removes what builds left to be used again: `POST /build/prune`; `all` also what is shared. */
export async function pruneBuildCache(
  transport: Transport,
  options: Cancellable & { all?: boolean; filters?: Filters } = {},
): Promise<{ removed: string[]; bytesFreed: number }> {
  const answer = await askJson<{ CachesDeleted?: string[] | null; SpaceReclaimed?: number }>(
    transport,
    {
      method: "POST",
      path: "/build/prune",
      query: { all: options.all || undefined, filters: encodeFilters(options.filters) },
      signal: options.signal,
    },
  );
  return { removed: answer.CachesDeleted ?? [], bytesFreed: answer.SpaceReclaimed ?? 0 };
}

function buildQuery(options: BuildOptions): Record<string, QueryValue> {
  return {
    version: options.builder === "buildkit" ? "2" : "1",
    t: options.tags,
    dockerfile: options.dockerfile,
    target: options.target,
    platform: options.platform,
    buildargs: encode(options.buildArgs),
    labels: encode(options.labels),
    cachefrom: encode(options.cacheFrom),
    nocache: options.noCache || undefined,
    pull: options.pull || undefined,
    networkmode: options.networkMode,
    extrahosts: options.extraHosts,
    shmsize: options.shmSize,
    ulimits: encode(options.ulimits),
    ...limitQuery(options.limits ?? {}),
    rm: true,
    forcerm: options.forceRemove || undefined,
    remote: options.remote,
    session: options.session,
    outputs: encode(options.outputs),
  };
}

function limitQuery(limits: StepLimits): Record<string, QueryValue> {
  return {
    memory: limits.memory,
    memswap: limits.memorySwap,
    cpushares: limits.cpuShares,
    cpuperiod: limits.cpuPeriod,
    cpuquota: limits.cpuQuota,
    cpusetcpus: limits.cpusetCpus,
    cpusetmems: limits.cpusetMems,
    cgroupparent: limits.cgroupParent,
    securityopt: limits.securityOpt,
    squash: limits.squash,
  };
}

/** JSON of a list or map; an empty one is left out. */
function encode(value: object | undefined): string | undefined {
  return value && Object.keys(value).length > 0 ? JSON.stringify(value) : undefined;
}

/** The last image id that a build names is its result. */
class BuildVerdict {
  #imageId?: string;

  constructor(private readonly imageIsDue: boolean) {}

  take(message: EngineMessage): void {
    this.#imageId = auxString(message, "ID") ?? this.#imageId;
  }

  result(): BuildResult {
    if (this.#imageId || !this.imageIsDue) return { imageId: this.#imageId };
    throw new Failure("The build ended without an image", {
      why: "The engine sent neither an image id nor an error: the connection was lost",
      next: "Build again; finished steps are taken from the cache",
    });
  }
}
