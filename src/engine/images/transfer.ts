import { Failure } from "../../lib/failure.ts";
import type { Platform } from "../../image/platform.ts";
import type { Cancellable } from "../ask.ts";
import type { EngineMessage } from "../messages.ts";
import { ProgressStream } from "../progress.ts";
import type { Transport } from "../transport.ts";
import { platformJson } from "./platform_json.ts";

/** Bytes to send: all at once, or as they come. */
export type UploadBody = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Images with all their layers as one tar stream: `GET /images/get` (engine.md 9.1). Read the
 * stream to its end or cancel it. An engine that fails late ends the stream early, so check
 * what it should hold.
 *
 * @throws EngineError 404 when an image is not there (500 on some engines)
 */
export async function saveImages(
  transport: Transport,
  names: readonly string[],
  options: Cancellable & { platform?: Platform } = {},
): Promise<ReadableStream<Uint8Array>> {
  const response = await transport.request({
    method: "GET",
    path: "/images/get",
    query: { names, platform: platformJson(options) },
    signal: options.signal,
  });
  return response.body;
}

/** What a load brought in, and what the engine said without calling it an error. */
export interface LoadResult {
  /** Names (`a:latest`) and ids (`sha256:…`) of the images, in the engine's order. */
  loaded: string[];
  /**
   * Lines that report neither an image nor progress: a moved tag, and on a containerd store
   * `Error unpacking image …`, after which the image cannot be used although the engine reports
   * success (engine.md 9.4).
   */
  notices: string[];
}

/**
 * Loads images from a tar stream, plain or compressed: `POST /images/load` (engine.md 9.2). The
 * engine answers 200 whatever happens; the stream rejects with an InBandError when it reports
 * an error and with a Failure when no image was loaded or one could not be unpacked.
 *
 * On a containerd store a result still does not prove that the image is whole: check it with
 * `inspectImage` and `manifests` (9.4).
 */
export async function loadImages(
  transport: Transport,
  tar: UploadBody,
  options: Cancellable & { quiet?: boolean; platform?: Platform } = {},
): Promise<ProgressStream<LoadResult>> {
  const response = await transport.request({
    method: "POST",
    path: "/images/load",
    query: { quiet: options.quiet ?? false, platform: platformJson(options) },
    body: tar,
    contentType: "application/x-tar",
    signal: options.signal,
  });
  const verdict = new LoadVerdict();
  return new ProgressStream(response, verdict);
}

/** The engine has no other word for these outcomes than the text of its messages. */
const loadedLine = /^Loaded image(?: ID)?(?:\(s\))?: (\S.*)$/;
const unpackFailure = /^Error unpacking image /;

/** Reads the outcome of a load; the messages may be cut and joined at any line end. */
export class LoadVerdict {
  readonly #result: LoadResult = { loaded: [], notices: [] };

  take(message: EngineMessage): void {
    if (message.stream === undefined || message.progressDetail || message.id) return;
    for (const line of message.stream.split(/\r?\n/)) {
      const names = line.match(loadedLine)?.[1];
      if (names) this.#result.loaded.push(...names.split(/,\s*/));
      else if (line.trim() !== "") this.#result.notices.push(line.trim());
    }
  }

  result(): LoadResult {
    const { loaded, notices } = this.#result;
    const unpacking = notices.find((notice) => unpackFailure.test(notice));
    if (unpacking) {
      throw new Failure("The engine could not unpack the image", {
        why: unpacking,
        next: "Save the image again; it may be damaged, or the engine's disk full",
      });
    }
    if (loaded.length > 0) return this.#result;
    throw new Failure("The engine loaded no image", {
      why: notices.join("; ") || "The archive holds none, or the connection was lost",
      next: "Give an archive that docker save has written",
    });
  }
}

/** Where an imported file system goes and what is changed on the way. */
export interface ImportOptions extends Cancellable {
  /** Repository name without tag; an image without a name when left out. */
  repo?: string;
  tag?: string;
  message?: string;
  /** Dockerfile instructions such as `ENV A=b` and `CMD ["x"]`. */
  changes?: string[];
  platform?: string;
}

/**
 * Makes a one-layer image of a file system's tar stream: `POST /images/create?fromSrc=-`. The
 * result is the image's id.
 */
export async function importImage(
  transport: Transport,
  tar: UploadBody,
  options: ImportOptions = {},
): Promise<ProgressStream<string>> {
  const { repo, tag, message, changes, platform, signal } = options;
  // Podman 4.3 ignores a `tag` beside `repo`; every engine takes it as part of `repo`.
  const name = repo && tag ? `${repo}:${tag}` : repo;
  const response = await transport.request({
    method: "POST",
    path: "/images/create",
    query: { fromSrc: "-", repo: name, message, changes, platform },
    body: tar,
    contentType: "application/x-tar",
    signal,
  });
  let id: string | undefined;
  return new ProgressStream(response, {
    take: (message) => void (id = message.status?.trim() || id),
    result() {
      if (id?.startsWith("sha256:")) return id;
      throw new Failure("The engine did not say which image it imported", {
        why: id,
        next: "See dk images -a for what it has, then import again",
      });
    },
  });
}
