import { Failure } from "../failure.ts";
import { BLOCK, padding } from "./block.ts";
import { encodeHeader, encodeUstar } from "./encode.ts";
import type { TarContent, TarEntry } from "./entry.ts";

/** Bytes per yielded block: large enough that a socket write per block costs nothing. */
const CHUNK = 256 * 1024;
/** Files up to this size take the path on which nothing is handed out. */
const SMALL = 64 * 1024;

/** Options of {@link tarStream}. */
export interface TarStreamOptions {
  signal?: AbortSignal;
}

/**
 * The archive of `entries` as a stream of blocks of 256 KiB, the last one shorter. Small files
 * share a block; files on disk are read into it without a copy.
 *
 * **A block is valid only until the next one is asked for**: its memory is used again.
 *
 * @throws Failure when a file cannot be read, or has become shorter than its header says; a file
 * that has grown is cut at the size of its header, as docker does
 * @throws the abort reason, untouched
 */
export async function* tarStream(
  entries: Iterable<TarEntry> | AsyncIterable<TarEntry>,
  { signal }: TarStreamOptions = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const out = new Chunk();
  // A plain iterator is advanced without waiting: 50,000 turns of the event loop saved.
  const iterator = iterate(entries);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const step = iterator.next();
      const { value: entry, done } = step instanceof Promise ? await step : step;
      if (done) break;
      if (!out.takesWhole(entry)) yield* out.put(entry, signal);
      if (out.free < BLOCK) yield out.take();
    }
    yield* out.putBytes(new Uint8Array(2 * BLOCK));
    if (out.used > 0) yield out.take();
  } finally {
    await iterator.return?.();
  }
}

function iterate(
  entries: Iterable<TarEntry> | AsyncIterable<TarEntry>,
): Iterator<TarEntry> | AsyncIterator<TarEntry> {
  return Symbol.iterator in entries ? entries[Symbol.iterator]() : entries[Symbol.asyncIterator]();
}

/** The block that is being filled, and the ways of filling it. */
class Chunk {
  readonly #bytes = new Uint8Array(CHUNK);
  used = 0;

  get free(): number {
    return CHUNK - this.used;
  }

  /** What has been filled; filling starts anew. */
  take(): Uint8Array<ArrayBuffer> {
    const filled = this.#bytes.subarray(0, this.used);
    this.used = 0;
    return filled;
  }

  /**
   * The fast path, nothing waits: puts the whole entry if its header is one block, its content
   * small and on disk or at hand, and room for both is left. Returns false with nothing put.
   */
  takesWhole({ header, content }: TarEntry): boolean {
    const size = header.type === "file" ? header.size : 0;
    const needed = BLOCK + size + padding(size);
    if (size > SMALL || needed > this.free) return false;
    if (size > 0 && (content === undefined || !isAtHand(content))) return false;
    if (!encodeUstar(header, this.#bytes, this.used)) return false;
    const start = this.used + BLOCK;
    const end = start + size;
    if (size > 0) fill(this.#bytes.subarray(start, end), content as AtHand, header.name);
    this.#bytes.fill(0, end, this.used + needed);
    this.used += needed;
    return true;
  }

  /** Puts any entry, handing out blocks as they fill. */
  async *put({ header, content }: TarEntry, signal?: AbortSignal) {
    yield* this.putBytes(encodeHeader(header));
    if (header.type !== "file" || header.size === 0) return;
    if (content === undefined) throw new Failure(`No content was given for ${header.name}`);
    if (content instanceof Uint8Array) {
      if (content.length !== header.size) {
        throw sizeChanged(header.name, content.length < header.size);
      }
      yield* this.putBytes(content);
    } else if ("path" in content) yield* this.#putFile(content.path, header.size, signal);
    else yield* this.#putStream(content, header.name, header.size, signal);
    yield* this.putBytes(new Uint8Array(padding(header.size)));
  }

  *putBytes(bytes: Uint8Array) {
    let at = 0;
    while (at < bytes.length) {
      if (this.free === 0) yield this.take();
      const piece = bytes.subarray(at, at + this.free);
      this.#bytes.set(piece, this.used);
      this.used += piece.length;
      at += piece.length;
    }
  }

  /**
   * Reads without waiting: measured on 2 GB, half the time of asking for each block. Whoever
   * writes the block waits, so the event loop gets its turns.
   */
  *#putFile(path: string, size: number, signal?: AbortSignal) {
    using file = opened(path);
    let left = size;
    while (left > 0) {
      if (this.free === 0) {
        yield this.take();
        signal?.throwIfAborted();
      }
      const target = this.#bytes.subarray(this.used, this.used + Math.min(this.free, left));
      const count = readInto(file, target, path);
      if (!count) throw sizeChanged(path, true);
      this.used += count;
      left -= count;
    }
  }

  async *#putStream(
    stream: AsyncIterable<Uint8Array>,
    name: string,
    size: number,
    signal?: AbortSignal,
  ) {
    let left = size;
    for await (const piece of stream) {
      signal?.throwIfAborted();
      if (piece.length > left) throw sizeChanged(name, false);
      yield* this.putBytes(piece);
      left -= piece.length;
    }
    if (left > 0) throw sizeChanged(name, true);
  }
}

type AtHand = Uint8Array | { readonly path: string };

function isAtHand(content: TarContent): content is AtHand {
  return content instanceof Uint8Array || "path" in content;
}

/** Fills `target` to its end from `content`. */
function fill(target: Uint8Array, content: AtHand, name: string): void {
  if (content instanceof Uint8Array) {
    if (content.length !== target.length) throw sizeChanged(name, content.length < target.length);
    return target.set(content);
  }
  using file = opened(content.path);
  let at = 0;
  while (at < target.length) {
    const count = readInto(file, at === 0 ? target : target.subarray(at), content.path);
    if (!count) throw sizeChanged(content.path, true);
    at += count;
  }
}

function opened(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function readInto(file: Deno.FsFile, target: Uint8Array, path: string): number | null {
  try {
    return file.readSync(target);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): Failure {
  const why = error instanceof Error ? error.message : String(error);
  return new Failure(`Cannot read ${path}`, {
    why,
    next: "Make it readable, or leave it out",
    cause: error,
  });
}

function sizeChanged(name: string, shorter: boolean): Failure {
  return new Failure(`${name} became ${shorter ? "shorter" : "longer"} while it was being read`, {
    why: "Its size was written before its content, so the archive cannot be finished",
    next: "Try again when nothing writes to it",
  });
}
