import type { MountSpec } from "../../engine/containers/spec.ts";
import { UsageFailure } from "../../lib/failure.ts";
import { basename, dirname, isWithin, join, resolve } from "../../lib/path.ts";
import { IgnoreMatcher } from "../../lib/ignore/matcher.ts";
import { tarStream } from "../../lib/tar/write.ts";
import { walkContext } from "../context/walk.ts";
import { type Project, projectTar } from "./project.ts";

/** What `--mount` asks for. */
export interface MountRequest {
  /** Absolute path on this machine; exists. */
  source: string;
  /** Absolute path in the container. */
  target: string;
  readOnly: boolean;
}

/** Data for the test, as the engine gets it: one of both. */
export interface DataMount {
  bind?: MountSpec;
  /** For an engine on another machine: the data itself, paths from the container's root. */
  copied?: () => AsyncIterable<Uint8Array>;
}

/** Project files that come from a folder of the project which is mounted besides; relative paths. */
export function dataOf(
  { directory, files }: Pick<Project, "directory" | "files">,
  mounts: readonly Pick<MountRequest, "source">[],
): string[] {
  const sources = mounts.map(({ source }) => source)
    .filter((source) => source !== directory && isWithin(directory, source));
  return files.filter((file) => sources.some((source) => isWithin(source, join(directory, file))));
}

/** Data for a session, in every container that it has. */
export interface SessionData {
  mounts: MountSpec[];
  /** Archives to be unpacked there, paths from the container's root. */
  copied: CopiedData["copied"][];
}

/** Data to be copied into a container. */
export interface CopiedData {
  copied: () => AsyncIterable<Uint8Array>;
  /** Sum of the sizes of the files. */
  bytes: number;
}

/**
 * Reads `SRC:DST[:ro|rw]`; read-only unless told otherwise. SRC is a path seen from `cwd`.
 *
 * @throws UsageFailure for another form, a source that does not exist, a relative target
 */
export async function parseMountRequest(text: string, cwd: string): Promise<MountRequest> {
  const [source, target, mode = "ro", ...rest] = text.split(":");
  const isWell = source && target?.startsWith("/") && !/^\/+$/.test(target) &&
    (mode === "ro" || mode === "rw") && rest.length === 0;
  if (!isWell) {
    throw new UsageFailure(`Invalid value ${JSON.stringify(text)} for --mount`, {
      next:
        "Write SRC:DST or SRC:DST:rw, SRC a path here and DST an absolute path in the container",
    });
  }
  const path = resolve(cwd, source);
  try {
    await Deno.stat(path);
  } catch (error) {
    throw new UsageFailure(`Nothing to mount at ${path}`, {
      why: error instanceof Error ? error.message : String(error),
      next: `Correct ${source} in --mount ${text}`,
      cause: error,
    });
  }
  return { source: path, target, readOnly: mode === "ro" };
}

/**
 * How the data reaches the test: bound where the engine runs on this machine, else copied.
 *
 * @param isLocal true when paths of this machine mean the same to the engine
 */
export async function dataMount(
  { source, target, readOnly }: MountRequest,
  isLocal: boolean,
  signal?: AbortSignal,
): Promise<DataMount> {
  if (isLocal) {
    return { bind: { Type: "bind", Source: source, Target: target, ReadOnly: readOnly } };
  }
  return await copiedData({ source, target }, signal);
}

/**
 * How the data reaches a session: bound, or else copied to a volume, which is no part of the
 * container's own files as a bound folder is none. A single file is copied among them.
 *
 * @param isLocal true when paths of this machine mean the same to the engine
 */
export async function sessionData(
  requests: readonly MountRequest[],
  isLocal: boolean,
  signal?: AbortSignal,
): Promise<SessionData> {
  const data: SessionData = { mounts: [], copied: [] };
  for (const request of requests) {
    const { bind, copied } = await dataMount(request, isLocal, signal);
    if (bind) data.mounts.push(bind);
    if (!copied) continue;
    data.copied.push(copied);
    if (!(await Deno.stat(request.source)).isDirectory) continue;
    const VolumeOptions = { NoCopy: true };
    data.mounts.push({ Type: "volume", Target: request.target, VolumeOptions });
  }
  return data;
}

/** The data as an archive, whatever the engine sees of this machine. */
export async function copiedData(
  { source, target }: Pick<MountRequest, "source" | "target">,
  signal?: AbortSignal,
): Promise<CopiedData> {
  const { isDirectory } = await Deno.stat(source);
  const directory = isDirectory ? source : dirname(source);
  const everything = { matcher: new IgnoreMatcher([], ""), rules: "classic", signal } as const;
  const { entries, bytes } = await walkContext(await Deno.realPath(directory), everything);
  const place = target.replace(/^\/+|\/+$/g, "");
  if (isDirectory) {
    return { copied: () => projectTar({ directory, entries }, { prefix: place, signal }), bytes };
  }
  const file = entries.find(({ name }) => name === basename(source))!;
  const entry = { header: { ...file, name: place }, content: { path: source } };
  return { copied: () => tarStream([entry], { signal }), bytes: file.size };
}
