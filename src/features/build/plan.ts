import type { BuildOptions, StepLimits } from "../../engine/build.ts";
import type { Ulimit } from "../../engine/containers/spec.ts";
import type { Environment } from "../../lib/environment.ts";
import { UsageFailure } from "../../lib/failure.ts";
import { inlineCacheArgument } from "./cache_flag.ts";
import { isRemoteContext } from "./remote/git_address.ts";
import { stepLimits } from "./step_limits.ts";

/** Files to build from that are at hand. */
export type LocalSource =
  /** `identity` names what is in it to the engine, whatever its path. */
  | { kind: "directory"; path: string; identity?: string }
  /** An archive or a bare Dockerfile on standard input, or on its way from `address`. */
  | { kind: "stdin"; address?: string };

/** Where the files to build from come from; a git repository and a file of a web server are remote. */
export type ContextSource = LocalSource | { kind: "remote"; address: string };

/** A build as the user wants it, before anything is read or asked. */
export interface BuildPlan<Source extends ContextSource = ContextSource> {
  source: Source;
  /** Seen from the working directory; within an archive or repository; `-` is stdin. */
  dockerfile?: string;
  tags: string[];
  /** Null takes the value that the builder knows. */
  buildArgs: Record<string, string | null>;
  labels: Record<string, string>;
  cacheFrom: string[];
  extraHosts: string[];
  ulimits: Ulimit[];
  /** Heeded by the classic builder alone. */
  limits: StepLimits;
  target?: string;
  platform?: string;
  networkMode?: string;
  /** Bytes. */
  shmSize?: number;
  noCache: boolean;
  pull: boolean;
}

/** What the command line says of a build. */
export interface BuildFlags extends StepLimits {
  file?: string;
  tag: string[];
  buildArg: string[];
  label: string[];
  cacheFrom: string[];
  cacheTo?: "inline";
  addHost: string[];
  ulimit: Ulimit[];
  target?: string;
  platform?: string;
  network?: string;
  shmSize?: number;
  noCache: boolean;
  /** Stages to run anew; the engine's builder can do so for all alone. */
  noCacheFilter?: string[];
  pull: boolean;
}

/** The part of a plan that the engine takes as it is. */
export function engineSettings(plan: BuildPlan): BuildOptions {
  const { source: _source, dockerfile: _dockerfile, ...settings } = plan;
  return settings;
}

/**
 * The plan of a build; reads nothing. Build arguments are, the later before the former, those of
 * the proxies and of the command line; one without a value takes the caller's.
 *
 * @throws UsageFailure for a context that dk cannot build from, and for two uses of stdin
 */
export function planBuild(
  path: string,
  flags: BuildFlags,
  outside: { env: Environment; proxies: Readonly<Record<string, string>> },
): BuildPlan {
  const source = contextSource(path);
  if (source.kind === "stdin" && flags.file === "-") {
    throw new UsageFailure("Standard input cannot be both the context and the Dockerfile", {
      next: "Name a directory as context, or the Dockerfile's path with -f",
    });
  }
  const { cacheFrom, target, platform, shmSize, pull } = flags;
  return {
    source,
    dockerfile: flags.file,
    tags: flags.tag,
    buildArgs: {
      ...outside.proxies,
      ...flags.cacheTo && { [inlineCacheArgument]: "1" },
      ...buildArguments(flags.buildArg, outside.env),
    },
    labels: Object.fromEntries(flags.label.map((label) => splitPair(label, ""))),
    cacheFrom,
    extraHosts: flags.addHost,
    ulimits: flags.ulimit,
    limits: stepLimits(flags),
    target,
    platform,
    networkMode: flags.network,
    shmSize,
    noCache: flags.noCache || (flags.noCacheFilter ?? []).length > 0,
    pull,
  };
}

function contextSource(path: string): ContextSource {
  if (path === "-") return { kind: "stdin" };
  return isRemoteContext(path) ? { kind: "remote", address: path } : { kind: "directory", path };
}

function buildArguments(given: readonly string[], env: Environment): Record<string, string | null> {
  return Object.fromEntries(given.map((text) => {
    const name = text.split("=", 1)[0];
    return splitPair(text, env[name] ?? null);
  }));
}

function splitPair<T>(text: string, otherwise: T): [string, string | T] {
  const equals = text.indexOf("=");
  return equals < 0 ? [text, otherwise] : [text.slice(0, equals), text.slice(equals + 1)];
}
