import { GoMode } from "../lib/go_file_mode.ts";
import { ProtoWriter } from "../lib/protobuf.ts";
import { prefixSize } from "./grpc.ts";

/** Kinds of packets of a file synchronisation (fsutil, types/wire.proto; engine.md 5.5). */
export const PacketType = { stat: 0, request: 1, data: 2, fin: 3, error: 4 } as const;

/** A path as it is announced: the fields of fsutil's Stat. */
export interface FileStat {
  /** From the root of the directory, segments joined by `/`. */
  path: string;
  /** Type and permissions as Go's `os.FileMode` has them; see {@link GoMode}. */
  mode: number;
  uid?: number;
  gid?: number;
  /** Bytes of a regular file. */
  size: number;
  /** Nanoseconds since the epoch. */
  modTime: bigint;
  /** Target of a symbolic link, or the path first seen of a hard link. */
  linkName?: string;
  deviceMajor?: number;
  deviceMinor?: number;
  /** Extended attributes by name. */
  xattrs?: Readonly<Record<string, Uint8Array>>;
}

/** Every bit that makes a path something else than a regular file. */
const typeBits = GoMode.directory + GoMode.symlink + GoMode.device + GoMode.fifo + GoMode.socket +
  GoMode.characterDevice;

/** True when the engine may ask for the content behind `mode`. */
export function isRegularFile(mode: number): boolean {
  return (mode & typeBits) === 0; // Both are taken modulo 2^32, which keeps every bit.
}

/** Bytes before the data of a DATA packet: gRPC prefix, type, id and two padded lengths. */
const dataOverhead = 32;

/**
 * Packets gathered into one buffer, each with its gRPC prefix, to leave in one write: file
 * contents are read straight into their place behind the header.
 */
export class PacketBatch {
  #buffer: Uint8Array;
  #length = 0;
  readonly #stat = new ProtoWriter();
  readonly #packet = new ProtoWriter();

  /** @param capacity bytes after which the batch counts as full */
  constructor(readonly capacity = 256 * 1024) {
    this.#buffer = new Uint8Array(capacity + dataOverhead);
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  get isFull(): boolean {
    return this.#length >= this.capacity;
  }

  /** Announces a path. */
  addStat(stat: FileStat): void {
    const message = this.#stat.reset()
      .text(1, stat.path)
      .integer(2, stat.mode)
      .integer(3, stat.uid ?? 0)
      .integer(4, stat.gid ?? 0)
      .integer(5, stat.size)
      .integer(6, stat.modTime)
      .text(7, stat.linkName ?? "")
      .integer(8, stat.deviceMajor ?? 0)
      .integer(9, stat.deviceMinor ?? 0);
    for (const [name, value] of Object.entries(stat.xattrs ?? {})) {
      message.bytes(10, new ProtoWriter().text(1, name).bytes(2, value).finish());
    }
    this.#add(this.#packet.reset().bytes(2, message.finish()).finish());
  }

  /** A packet without content: the end of the announcements, of a file's data, of it all. */
  addMark(type: number, id = 0): void {
    this.#add(this.#packet.reset().integer(1, type).integer(3, id).finish());
  }

  /** Tells the engine why no more follows. */
  addError(message: string): void {
    const data = new TextEncoder().encode(message);
    this.#add(this.#packet.reset().integer(1, PacketType.error).bytes(4, data).finish());
  }

  /**
   * Adds one piece of a file's content, as large as fits.
   *
   * @param read fills the place offered and returns the count of bytes put there
   * @returns that count; nothing is added when it is 0
   */
  addData(id: number, read: (place: Uint8Array) => number): number {
    const start = this.#length;
    const header = this.#packet.reset().integer(1, PacketType.data).integer(3, id).finish();
    const dataAt = start + prefixSize + header.length + 5;
    const count = read(this.#buffer.subarray(dataAt, this.#buffer.length));
    if (count === 0) return 0;
    this.#buffer.set(header, start + prefixSize);
    this.#buffer[dataAt - 5] = (4 << 3) | 2;
    setPaddedVarint(this.#buffer, dataAt - 4, count);
    this.#length = dataAt + count;
    this.#setPrefix(start);
    return count;
  }

  /** All packets; valid until the next is added. The batch is empty afterwards. */
  take(): Uint8Array {
    const bytes = this.#buffer.subarray(0, this.#length);
    this.#length = 0;
    return bytes;
  }

  #add(packet: Uint8Array) {
    const start = this.#length;
    this.#reserve(prefixSize + packet.length);
    this.#buffer.set(packet, start + prefixSize);
    this.#length = start + prefixSize + packet.length;
    this.#setPrefix(start);
  }

  #setPrefix(start: number) {
    const view = new DataView(this.#buffer.buffer, start, prefixSize);
    view.setUint8(0, 0);
    view.setUint32(1, this.#length - start - prefixSize);
  }

  #reserve(count: number) {
    const needed = this.#length + count + dataOverhead;
    if (needed <= this.#buffer.length) return;
    const larger = new Uint8Array(needed + this.capacity);
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}

/** A varint of four bytes whatever its value, so that it can be set after the data was read. */
function setPaddedVarint(target: Uint8Array, at: number, value: number) {
  target[at] = (value & 127) | 128;
  target[at + 1] = ((value >> 7) & 127) | 128;
  target[at + 2] = ((value >> 14) & 127) | 128;
  target[at + 3] = (value >> 21) & 127;
}
