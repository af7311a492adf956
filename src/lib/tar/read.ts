import { Failure } from "../failure.ts";
import { BLOCK, padding } from "./block.ts";
import { ByteSource, makeAgain, truncated } from "./byte_source.ts";
import { applyRecords, decodeBlock, isZero, sparse } from "./decode.ts";
import type { TarHeader } from "./entry.ts";
import { decodePaxRecords } from "./pax.ts";

/** Extended headers are kept in memory; Go's limit. */
const LARGEST_EXTENSION = 1024 * 1024;

/** One entry of an archive that is being read. */
export interface TarReadEntry {
  header: TarHeader;
  /**
   * The content, to be read before the next entry is asked for; whatever is left is skipped. A
   * piece is valid only until the next one is asked for.
   */
  content: AsyncIterable<Uint8Array>;
}

/** Options of {@link readTar}. */
export interface ReadTarOptions {
  signal?: AbortSignal;
}

/**
 * The entries of an archive, while it arrives: USTAR, PAX with global records, GNU long names and
 * numbers, and archives older than those. The source is read to its end, whatever pads it, and
 * closed when the consumer stops early.
 *
 * @throws Failure when it is no archive, is damaged or cut off, or holds what dk does not read
 * (sparse files, unknown kinds of entries)
 * @throws the abort reason, untouched
 */
export async function* readTar(
  archive: AsyncIterable<Uint8Array>,
  { signal }: ReadTarOptions = {},
): AsyncGenerator<TarReadEntry, void, undefined> {
  const source = new ByteSource(archive);
  const reader = new HeaderReader(source);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const header = await reader.next();
      if (header === undefined) break;
      const content = new Content(source, header.size, signal);
      yield { header, content };
      await content.skip();
      // Docker's own client leaves out the padding of a last entry that it has put in itself.
      if (!await source.skip(padding(header.size))) break;
    }
    await source.drain();
  } finally {
    await source.close();
  }
}

/** Reads headers, extended ones included, up to the zero block that ends the archive. */
class HeaderReader {
  readonly #global = new Map<string, Uint8Array>();

  constructor(readonly source: ByteSource) {}

  /** The next entry's header; undefined at the end of the archive. */
  async next(): Promise<TarHeader | undefined> {
    let records = new Map(this.#global);
    let extended = false;
    for (;;) {
      const block = await this.source.exactly(BLOCK);
      if (block === undefined || isZero(block)) {
        if (extended) throw truncated();
        return undefined;
      }
      const { flag, header } = decodeBlock(block);
      if (flag === "g") {
        await this.#records(header.size, this.#global);
        records = new Map([...this.#global, ...records]);
        continue;
      }
      if (!"xLK".includes(flag)) return finish(header, flag, records);
      extended = true;
      if (flag === "x") await this.#records(header.size, records);
      else records.set(flag === "L" ? "path" : "linkpath", await this.#longName(header.size));
    }
  }

  async #records(size: number, into: Map<string, Uint8Array>): Promise<void> {
    if (decodePaxRecords(await this.#extension(size), into) === undefined) {
      throw new Failure("An extended header of the tar archive is malformed", { next: makeAgain });
    }
  }

  async #longName(size: number): Promise<Uint8Array> {
    const name = await this.#extension(size);
    const end = name.indexOf(0);
    return end < 0 ? name : name.slice(0, end);
  }

  /** The content of an extended header, without its padding. */
  async #extension(size: number): Promise<Uint8Array> {
    if (size > LARGEST_EXTENSION) {
      throw new Failure("An extended header of the tar archive is larger than 1 MiB", {
        next: "Make the archive again without the extended attributes that are so large",
      });
    }
    const padded = await this.source.exactly(size + padding(size));
    if (padded === undefined && size > 0) throw truncated();
    return (padded ?? new Uint8Array(0)).slice(0, size);
  }
}

/** The header with its records applied, its name and size as {@link TarHeader} wants them. */
function finish(
  header: TarHeader,
  flag: string,
  records: ReadonlyMap<string, Uint8Array>,
): TarHeader {
  applyRecords(header, records);
  if (flag === "S") throw sparse(header.name);
  if (!"01234567".includes(flag)) {
    throw new Failure(`${header.name} is of a kind that dk does not read (${flag})`, {
      next: "Make the archive again without it",
    });
  }
  // Archives from before USTAR tell a directory by its slash alone.
  if (header.type === "file" && header.name.endsWith("/")) header.type = "directory";
  header.name = header.name.replace(/(?<=.)\/+$/, "");
  if (header.type !== "file") header.size = 0;
  return header;
}

/** The bytes of one entry, for one reader. */
class Content implements AsyncIterable<Uint8Array> {
  #left: number;

  constructor(readonly source: ByteSource, size: number, readonly signal?: AbortSignal) {
    this.#left = size;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    while (this.#left > 0) {
      this.signal?.throwIfAborted();
      const piece = await this.source.some(this.#left);
      if (piece === undefined) throw truncated();
      this.#left -= piece.length;
      yield piece;
    }
  }

  /** Passes over what nobody has read. */
  async skip(): Promise<void> {
    const left = this.#left;
    this.#left = 0;
    if (!await this.source.skip(left)) throw truncated();
  }
}
