import { Failure } from "../failure.ts";
import { dirname, normalize } from "../path.ts";
import type { TarHeader } from "./entry.ts";
import { Destination } from "./destination.ts";
import { readTar, type TarReadEntry } from "./read.ts";

/** Something that the archive holds and the directory does not. */
export type ExtractNotice =
  /** FIFOs and devices: nothing in Deno makes them. */
  | { kind: "special-skipped"; name: string; type: TarHeader["type"] }
  /** Extended attributes, capabilities among them: nothing in Deno sets them. */
  | { kind: "attributes-dropped"; name: string; attributes: string[] };

/** What of an archive goes where, and to whom. */
export interface ExtractOptions {
  /**
   * Where an entry goes: its path below the directory, or undefined to leave it out. Applied to
   * names and to the targets of hard links; the name itself when left out.
   */
  rename?: (name: string) => string | undefined;
  /** Gives files to the owners that the archive names; needs root. False when left out. */
  owners?: boolean;
  signal?: AbortSignal;
}

/** What was made, and what could not be. */
export interface ExtractResult {
  /** Entries made. */
  entries: number;
  /** Bytes of file content written. */
  bytes: number;
  notices: ExtractNotice[];
}

/**
 * Unpacks an archive into `directory`, which must exist. Nothing is written outside of it: names
 * with `..` are refused, and so are names that lead through a symbolic link to somewhere else,
 * whether the link was there before or came with the archive. Files are replaced, directories
 * merged; modes and times are the archive's. A file that is not whole, because the archive ends or
 * the work is broken off, is not left behind, and what it was to replace stays.
 *
 * @param directory absolute
 * @throws Failure naming the entry, for an escape, for a directory in place of a file or the
 * reverse, for whatever the system refuses, and for what {@link readTar} refuses
 * @throws the abort reason, untouched
 */
export async function extractTar(
  archive: AsyncIterable<Uint8Array>,
  directory: string,
  options: ExtractOptions = {},
): Promise<ExtractResult> {
  const extraction = new Extraction(new Destination(await Deno.realPath(directory)), options);
  try {
    for await (const entry of readTar(archive, options)) await extraction.add(entry);
  } finally {
    extraction.finish();
  }
  return extraction.result;
}

class Extraction {
  readonly result: ExtractResult = { entries: 0, bytes: 0, notices: [] };
  /** Directories get their modes and times last: a later entry may need to write into them. */
  readonly #directories = new Map<string, TarHeader>();

  constructor(readonly destination: Destination, readonly options: ExtractOptions) {}

  async add({ header, content }: TarReadEntry): Promise<void> {
    const name = this.#target(header.name);
    if (name === undefined) return;
    if (["fifo", "character", "block"].includes(header.type)) {
      this.result.notices.push({ kind: "special-skipped", name, type: header.type });
      return;
    }
    try {
      await this.#make(name, header, content);
    } catch (error) {
      throw explained(name, error);
    }
    this.result.entries++;
    const attributes = Object.keys(header.xattrs ?? {});
    if (attributes.length === 0) return;
    this.result.notices.push({ kind: "attributes-dropped", name, attributes });
  }

  /** Gives directories what the archive says of them, the deepest first. */
  finish(): void {
    for (const [path, header] of [...this.#directories].reverse()) {
      this.#own(path, header);
      Deno.chmodSync(path, header.mode);
      Deno.utimeSync(path, header.mtime, header.mtime);
    }
  }

  async #make(name: string, header: TarHeader, content: AsyncIterable<Uint8Array>): Promise<void> {
    const { path, taken } = this.destination.place(name, header.type === "directory");
    if (taken && (header.type === "symlink" || header.type === "hardlink")) Deno.removeSync(path);
    switch (header.type) {
      case "directory":
        this.destination.makeDirectory(path);
        this.#directories.delete(path);
        this.#directories.set(path, header);
        break;
      case "file":
        if (taken) await this.#replacement(path, header, content);
        else await this.#file(path, header, content);
        break;
      case "symlink":
        await this.#symlink(path, header);
        break;
      case "hardlink":
        this.#hardlink(path, header.linkName ?? "");
    }
  }

  async #replacement(
    path: string,
    header: TarHeader,
    content: AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const aside = `${dirname(path)}/.dk-${crypto.randomUUID()}`;
    await this.#file(aside, header, content);
    Deno.renameSync(aside, path);
  }

  async #file(path: string, header: TarHeader, content: AsyncIterable<Uint8Array>): Promise<void> {
    // Nothing is at `path` by now: createNew follows no link that someone puts there meanwhile.
    using file = Deno.openSync(path, { write: true, createNew: true, mode: 0o600 });
    try {
      for await (const piece of content) {
        for (let at = 0; at < piece.length;) at += file.writeSync(piece.subarray(at));
        this.result.bytes += piece.length;
      }
      this.#own(path, header);
      Deno.chmodSync(path, header.mode);
      file.utimeSync(header.mtime, header.mtime);
    } catch (error) {
      Deno.removeSync(path);
      throw error;
    }
  }

  async #symlink(path: string, header: TarHeader): Promise<void> {
    Deno.symlinkSync(header.linkName ?? "", path);
    this.destination.forget();
    // Deno's own functions follow links; node's do not. Loaded only where a link occurs.
    const { lchownSync, lutimesSync } = await import("node:fs");
    if (this.options.owners) lchownSync(path, header.uid ?? 0, header.gid ?? 0);
    lutimesSync(path, header.mtime, header.mtime);
  }

  #hardlink(path: string, linkName: string): void {
    const target = this.#target(linkName);
    if (target === undefined) {
      throw new Failure(`${linkName} is not among what is extracted`, {
        why: "A hard link is one more name of a file that comes before it",
        next: "Extract that file with it, or leave the link out",
      });
    }
    Deno.linkSync(this.destination.existing(target), path);
  }

  #own(path: string, { uid = 0, gid = 0 }: TarHeader): void {
    if (this.options.owners) Deno.chownSync(path, uid, gid);
  }

  /** The entry's path below the directory; undefined for the directory itself or when left out. */
  #target(name: string): string | undefined {
    const renamed = this.options.rename ? this.options.rename(name) : name;
    if (renamed === undefined) return undefined;
    const path = normalize(renamed.replace(/^\/+/, ""));
    if (path === ".." || path.startsWith("../")) {
      throw new Failure(`${name} of the archive leads outside of the directory`, {
        next: "Take the archive from a source that you trust",
      });
    }
    return path === "." ? undefined : path;
  }
}

/** The system's refusal in dk's words; what is already said stays as it is. */
function explained(name: string, error: unknown): unknown {
  if (error instanceof Failure || !isSystemError(error)) return error;
  return new Failure(`Cannot write ${name}`, {
    why: error.message,
    next: "Choose a place where you may write, with enough space",
    cause: error,
  });
}

function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && typeof (error as { code?: unknown }).code === "string";
}
