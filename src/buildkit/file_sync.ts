import { Failure } from "../lib/failure.ts";
import { protoFields, protoText } from "../lib/protobuf.ts";
import type { GrpcCall, GrpcHandler } from "./grpc.ts";
import { CallCancelled } from "./http2/stream.ts";
import { type FileStat, isRegularFile, PacketBatch, PacketType } from "./packets.ts";

/** The method by which the engine reads directories of this side. */
export const fileSyncMethod = "/moby.filesync.v1.FileSync/DiffCopy";

/** A path to announce, and where its content is read. */
export interface SyncEntry extends FileStat {
  /** Path on disk, or the content itself; only of regular files. */
  content?: string | Uint8Array;
}

/** What the engine asks to see of a directory (engine.md 5.5). */
export interface SyncRequest {
  /** `context`, `dockerfile`, or the name of a named context. */
  directory: string;
  includePatterns: string[];
  excludePatterns: string[];
  /** Paths wanted, with all below them and what their links point to; empty means everything. */
  followPaths: string[];
}

/** What passed over the wire. */
export interface SyncEvent {
  kind: "announced" | "sent";
  directory: string;
  /** Paths announced, or files whose content was sent. */
  files: number;
  /** Bytes of content sent. */
  bytes: number;
}

/**
 * Lists a directory in lexical order, each parent before its children, in bursts: between two of
 * them the engine gets what it has asked for meanwhile.
 */
export type SyncSource = (request: SyncRequest) => AsyncIterable<readonly SyncEntry[]>;

/**
 * Serves directories to the engine: announces every path, then sends the contents it asks for,
 * which are those that differ from what it kept of the build before.
 */
export function fileSync(source: SyncSource, onEvent: (event: SyncEvent) => void): GrpcHandler {
  return async (call) => {
    const request = readRequest(call);
    const transfer = new Transfer(call, request.directory, onEvent);
    try {
      await transfer.run(source(request));
    } catch (error) {
      transfer.fail(error); // Not awaited: the cause is known here before the engine repeats it.
      throw error;
    }
  };
}

class Transfer {
  readonly #batch = new PacketBatch();
  /** Contents by the number of their announcement. */
  readonly #contents = new Map<number, SyncEntry>();
  readonly #requested: number[] = [];
  #finished = false;
  #failure?: unknown;
  #wake?: () => void;

  constructor(
    readonly call: GrpcCall,
    readonly directory: string,
    readonly onEvent: (event: SyncEvent) => void,
  ) {}

  async run(bursts: AsyncIterable<readonly SyncEntry[]>): Promise<void> {
    this.#listen(); // Ends with the call; its failures are seen below.
    await this.#announce(bursts);
    while (!this.#finished) {
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#requested.length > 0) await this.#sendRequested();
      else await new Promise<void>((wake) => this.#wake = wake);
    }
    this.#batch.addMark(PacketType.fin);
    await this.#flush();
  }

  /** Tells the engine, as far as it still listens, why the transfer ends. */
  fail(error: unknown): void {
    this.#batch.take();
    this.#batch.addError(error instanceof Error ? error.message : String(error));
    this.#flush().catch(() => {}); // The engine may be what failed; the first error counts.
  }

  async #announce(bursts: AsyncIterable<readonly SyncEntry[]>) {
    let count = 0;
    for await (const burst of bursts) {
      for (const entry of burst) {
        this.#batch.addStat(entry);
        if (isRegularFile(entry.mode)) this.#contents.set(count, entry);
        count++;
      }
      await this.#flush();
      await this.#sendRequested();
    }
    this.#batch.addMark(PacketType.stat);
    await this.#flush();
    this.onEvent({ kind: "announced", directory: this.directory, files: count, bytes: 0 });
  }

  /** Takes note of what the engine asks for, until it says that it has all. */
  async #listen() {
    try {
      for (let message; (message = await this.call.receive()) !== null;) {
        this.#receive(message);
        this.#wake?.();
      }
      if (!this.#finished) throw new Error("The engine ended a file transfer half-way");
    } catch (error) {
      this.#failure ??= error;
      this.#wake?.();
    }
  }

  #receive(message: Uint8Array) {
    let [type, id, data] = [0, 0, new Uint8Array()];
    for (const { field, integer, bytes } of protoFields(message)) {
      if (field === 1) type = integer;
      else if (field === 3) id = integer;
      else if (field === 4) data = bytes.slice();
    }
    if (type === PacketType.request) this.#requested.push(id);
    else if (type === PacketType.fin) this.#finished = true;
    else if (type === PacketType.error) throw new CallCancelled(protoText(data));
  }

  async #sendRequested() {
    let [files, bytes] = [0, 0];
    for (const id of this.#takeRequested()) {
      const entry = this.#contents.get(id);
      if (!entry) throw new Error(`The engine asked for path ${id}, which has no content`);
      bytes += await this.#sendContent(id, entry);
      files++;
      this.#batch.addMark(PacketType.data, id);
      if (this.#batch.isFull) await this.#flush();
    }
    await this.#flush();
    if (files > 0) this.onEvent({ kind: "sent", directory: this.directory, files, bytes });
  }

  /** What was asked for, and what will be meanwhile; without shift(), which moves a long list. */
  *#takeRequested(): Generator<number> {
    for (const id of this.#requested) yield id; // Sees what is added on the way.
    this.#requested.length = 0;
  }

  async #sendContent(id: number, entry: SyncEntry): Promise<number> {
    const { content } = entry;
    if (content instanceof Uint8Array) return await this.#sendPieces(id, bytesReader(content));
    using file = openContent(entry);
    const sent = await this.#sendPieces(id, (place) => file.readSync(place) ?? 0, entry.size);
    if (sent < entry.size) throw changedWhileRead(entry, sent);
    return sent;
  }

  /** @param limit bytes announced; what a file grew by since is left out, as docker does */
  async #sendPieces(id: number, read: (place: Uint8Array) => number, limit = Infinity) {
    let sent = 0;
    while (sent < limit) {
      const left = limit - sent;
      const count = this.#batch.addData(
        id,
        (place) => read(left < place.length ? place.subarray(0, left) : place),
      );
      if (count === 0) break;
      sent += count;
      if (this.#batch.isFull) await this.#flush();
    }
    return sent;
  }

  async #flush() {
    if (!this.#batch.isEmpty) await this.call.sendFramed(this.#batch.take());
  }
}

function readRequest({ metadata }: GrpcCall): SyncRequest {
  const encoded = new Set(
    metadata.filter(([name]) => name.endsWith("-encoded")).map(([name]) => name.slice(0, -8)),
  );
  const all = (key: string) => {
    const decode = encoded.has(key) ? decodeQuery : (value: string) => value;
    return metadata.filter(([name]) => name === key).map(([, value]) => decode(value));
  };
  return {
    directory: all("dir-name")[0] ?? "",
    includePatterns: all("include-patterns"),
    excludePatterns: all("exclude-patterns"),
    followPaths: all("followpaths"),
  };
}

function decodeQuery(value: string): string {
  return decodeURIComponent(value.replaceAll("+", " "));
}

function bytesReader(content: Uint8Array): (place: Uint8Array) => number {
  let rest = content;
  return (place) => {
    const piece = rest.subarray(0, place.length);
    place.set(piece);
    rest = rest.subarray(piece.length);
    return piece.length;
  };
}

function openContent({ path, content }: SyncEntry): Deno.FsFile {
  if (typeof content !== "string") throw new Error(`${path} has no content to read`);
  try {
    return Deno.openSync(content);
  } catch (cause) {
    throw new Failure(`Cannot read ${content}`, {
      why: cause instanceof Error ? cause.message : String(cause),
      next: "Make it readable, or name it in .dockerignore",
      cause,
    });
  }
}

function changedWhileRead({ path, size }: SyncEntry, sent: number): Failure {
  return new Failure(`${path} became smaller while it was read: ${sent} bytes instead of ${size}`, {
    next: "Build again when nothing writes to it",
  });
}
