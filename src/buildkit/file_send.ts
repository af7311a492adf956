import { protoFields, protoText } from "../lib/protobuf.ts";
import type { GrpcCall, GrpcHandler } from "./grpc.ts";
import { CallCancelled } from "./http2/stream.ts";
import { type FileStat, GoMode, isRegularFile, PacketBatch, PacketType } from "./packets.ts";

/** The method by which the engine hands over the result of `--output` (engine.md 5.4). */
export const fileSendMethod = "/moby.filesync.v1.FileSend/DiffCopy";

/** Takes an archive: the output types `tar`, `docker` and `oci`. */
export function receiveArchive(write: (data: Uint8Array) => Promise<void>): GrpcHandler {
  return async (call) => {
    for (let message; (message = await call.receive()) !== null;) {
      for (const { field, bytes } of protoFields(message)) if (field === 1) await write(bytes);
    }
  };
}

/** Where a received tree goes; paths are relative, with `/`, parents before their children. */
export interface TreeSink {
  /** A directory, link, FIFO or device. */
  make(stat: FileStat): Promise<void>;
  /** A regular file; its content follows. */
  open(stat: FileStat): Promise<FileSink>;
  /** A further name of a file received before. */
  link(stat: FileStat): Promise<void>;
  /** Called once, when all content is there: directories get their times now. */
  finish(): Promise<void>;
}

export interface FileSink {
  write(data: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Takes a tree of files: the output type `local`. */
export function receiveTree(sink: TreeSink): GrpcHandler {
  return (call) => new TreeReceiver(call, sink).run();
}

class TreeReceiver {
  readonly #batch = new PacketBatch(4096);
  /** Files asked for whose content has not ended, by the number of their announcement. */
  readonly #awaited = new Map<number, FileStat>();
  readonly #open = new Map<number, FileSink>();
  readonly #links: FileStat[] = [];
  #announced = 0;
  #allAnnounced = false;

  constructor(readonly call: GrpcCall, readonly sink: TreeSink) {}

  async run(): Promise<void> {
    try {
      while (!this.#isComplete()) await this.#receive();
      for (const stat of this.#links) await this.sink.link(stat);
      await this.sink.finish();
    } finally {
      for (const file of this.#open.values()) await file.close();
    }
    this.#batch.addMark(PacketType.fin);
    await this.call.sendFramed(this.#batch.take());
    await this.#engineEnd();
  }

  /** The engine answers with its own end mark, or hangs up: it has handed over everything. */
  async #engineEnd() {
    try {
      await this.call.receive();
    } catch (error) {
      if (!(error instanceof CallCancelled)) throw error;
    }
  }

  #isComplete(): boolean {
    return this.#allAnnounced && this.#awaited.size === 0;
  }

  async #receive() {
    const message = await this.call.receive();
    if (message === null) throw new Error("The engine ended the output half-way");
    let [type, id] = [0, 0];
    let [stat, data]: [Uint8Array | undefined, Uint8Array] = [undefined, new Uint8Array()];
    for (const { field, integer, bytes } of protoFields(message)) {
      if (field === 1) type = integer;
      else if (field === 2) stat = bytes;
      else if (field === 3) id = integer;
      else if (field === 4) data = bytes;
    }
    if (type === PacketType.stat) await this.#announce(stat);
    else if (type === PacketType.data) await this.#write(id, data);
    else if (type === PacketType.error) throw new Error(protoText(data));
  }

  async #announce(message: Uint8Array | undefined) {
    if (!message) {
      this.#allAnnounced = true;
      return;
    }
    const stat = decodeStat(message);
    const id = this.#announced++;
    checkPath(stat.path);
    if (!isRegularFile(stat.mode)) return await this.sink.make(stat);
    if (stat.linkName) return void this.#links.push(stat);
    this.#awaited.set(id, stat);
    this.#batch.addMark(PacketType.request, id);
    await this.call.sendFramed(this.#batch.take());
  }

  async #write(id: number, data: Uint8Array) {
    const stat = this.#awaited.get(id);
    if (!stat) throw new Error(`The engine sent content of path ${id}, which was not asked for`);
    let file = this.#open.get(id);
    if (!file) {
      file = await this.sink.open(stat);
      this.#open.set(id, file);
    }
    if (data.length > 0) return await file.write(data);
    this.#open.delete(id);
    this.#awaited.delete(id);
    await file.close();
  }
}

function decodeStat(message: Uint8Array): FileStat {
  const stat: FileStat = { path: "", mode: 0, size: 0, modTime: 0n };
  for (const { field, integer, bytes } of protoFields(message)) {
    if (field === 1) stat.path = protoText(bytes);
    else if (field === 2) stat.mode = integer;
    else if (field === 3) stat.uid = integer;
    else if (field === 4) stat.gid = integer;
    else if (field === 5) stat.size = integer;
    else if (field === 6) stat.modTime = BigInt(integer); // Exact to the microsecond: 53 bits.
    else if (field === 7) stat.linkName = protoText(bytes);
    else if (field === 8) stat.deviceMajor = integer;
    else if (field === 9) stat.deviceMinor = integer;
  }
  return stat;
}

/** An image must not write outside the folder it was told to. */
function checkPath(path: string) {
  const segments = path.split("/");
  if (path === "" || segments.some((segment) => ["", ".", ".."].includes(segment))) {
    throw new Error(`The engine sent a file under the path ${JSON.stringify(path)}`);
  }
}

/** Permission bits as `chmod` takes them, from Go's mode. */
export function permissionsOf(mode: number): number {
  return (mode & 0o777) + (mode & GoMode.setuid ? 0o4000 : 0) +
    (mode & GoMode.setgid ? 0o2000 : 0) +
    (mode & GoMode.sticky ? 0o1000 : 0);
}
