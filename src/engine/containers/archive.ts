import { Failure } from "../../lib/failure.ts";
import { GoMode, hasBit } from "../../lib/go_file_mode.ts";
import { askStatus, type Cancellable } from "../ask.ts";
import { objectPath } from "../paths.ts";
import type { ResponseHeaders, Transport } from "../transport.ts";

/** What the engine says of a path in a container. */
export interface PathStat {
  name: string;
  /** Bytes. */
  size: number;
  /** Go's os.FileMode: permissions, and the kind in the high bits (engine.md 5.5). */
  mode: number;
  /** RFC 3339. */
  mtime: string;
  /** Where a symbolic link leads, resolved within the container; else empty. */
  linkTarget: string;
}

/** True for a directory. */
export function isDirectory({ mode }: PathStat): boolean {
  return hasBit(mode, GoMode.directory);
}

/** True for a symbolic link itself. */
export function isSymlink({ mode }: PathStat): boolean {
  return hasBit(mode, GoMode.symlink);
}

/**
 * What a path in a container is: `HEAD /containers/ID/archive`. Works on stopped containers.
 *
 * @throws EngineError 404 when there is no such container or path (the answer has no body, hence
 * no reason)
 */
export async function statPath(
  transport: Transport,
  id: string,
  path: string,
  options: Cancellable = {},
): Promise<PathStat> {
  const response = await transport.request({
    method: "HEAD",
    path: objectPath("containers", id, "archive"),
    query: { path },
    signal: options.signal,
  });
  await response.text();
  return parsePathStat(response.headers, path);
}

/**
 * A path of a container as a tar stream whose entries begin with its base name:
 * `GET /containers/ID/archive`. Read the stream to its end or cancel it.
 *
 * @throws EngineError 404 when there is no such container or path
 */
export async function getArchive(
  transport: Transport,
  id: string,
  path: string,
  options: Cancellable = {},
): Promise<{ stat: PathStat; tar: ReadableStream<Uint8Array> }> {
  const response = await transport.request({
    method: "GET",
    path: objectPath("containers", id, "archive"),
    query: { path },
    signal: options.signal,
  });
  return { stat: parsePathStat(response.headers, path), tar: response.body };
}

/**
 * Unpacks a tar stream into a directory of a container: `PUT /containers/ID/archive`.
 *
 * With `keepKinds` the engine refuses to replace a directory by a file and the reverse; with
 * `copyOwner` the owners in the tar are kept instead of root.
 *
 * @throws EngineError 404 when there is no such container or directory, 403 when the container
 * or the mount is read-only, 400 when `directory` is not one
 */
export async function putArchive(
  transport: Transport,
  id: string,
  directory: string,
  tar: Uint8Array | AsyncIterable<Uint8Array>,
  options: Cancellable & { keepKinds?: boolean; copyOwner?: boolean } = {},
): Promise<void> {
  await askStatus(transport, {
    method: "PUT",
    path: objectPath("containers", id, "archive"),
    query: {
      path: directory,
      noOverwriteDirNonDir: options.keepKinds || undefined,
      copyUIDGID: options.copyOwner || undefined,
    },
    body: tar,
    contentType: "application/x-tar",
    signal: options.signal,
  });
}

function parsePathStat(headers: ResponseHeaders, path: string): PathStat {
  const encoded = headers.get("X-Docker-Container-Path-Stat");
  if (!encoded) {
    throw new Failure(`The engine did not say what ${path} is in the container`, {
      why: "Its answer lacks the header X-Docker-Container-Path-Stat",
      next: "Check that no proxy stands between dk and the engine",
    });
  }
  const bytes = Uint8Array.fromBase64(encoded);
  return JSON.parse(new TextDecoder().decode(bytes)) as PathStat;
}
