import { decodeHuffman } from "./huffman.ts";

/** A header field: lower-case name and value. */
export type HeaderField = readonly [name: string, value: string];

/** RFC 7541, appendix A; index 1 is the first. */
const staticTable: readonly HeaderField[] = [
  [":authority", ""],
  [":method", "GET"],
  [":method", "POST"],
  [":path", "/"],
  [":path", "/index.html"],
  [":scheme", "http"],
  [":scheme", "https"],
  [":status", "200"],
  [":status", "204"],
  [":status", "206"],
  [":status", "304"],
  [":status", "400"],
  [":status", "404"],
  [":status", "500"],
  ["accept-charset", ""],
  ["accept-encoding", "gzip, deflate"],
  ["accept-language", ""],
  ["accept-ranges", ""],
  ["accept", ""],
  ["access-control-allow-origin", ""],
  ["age", ""],
  ["allow", ""],
  ["authorization", ""],
  ["cache-control", ""],
  ["content-disposition", ""],
  ["content-encoding", ""],
  ["content-language", ""],
  ["content-length", ""],
  ["content-location", ""],
  ["content-range", ""],
  ["content-type", ""],
  ["cookie", ""],
  ["date", ""],
  ["etag", ""],
  ["expect", ""],
  ["expires", ""],
  ["from", ""],
  ["host", ""],
  ["if-match", ""],
  ["if-modified-since", ""],
  ["if-none-match", ""],
  ["if-range", ""],
  ["if-unmodified-since", ""],
  ["last-modified", ""],
  ["link", ""],
  ["location", ""],
  ["max-forwards", ""],
  ["proxy-authenticate", ""],
  ["proxy-authorization", ""],
  ["range", ""],
  ["referer", ""],
  ["refresh", ""],
  ["retry-after", ""],
  ["server", ""],
  ["set-cookie", ""],
  ["strict-transport-security", ""],
  ["transfer-encoding", ""],
  ["user-agent", ""],
  ["vary", ""],
  ["via", ""],
  ["www-authenticate", ""],
];

/** What an entry costs beyond its text (RFC 7541, section 4.1). */
const entryOverhead = 32;
const defaultTableSize = 4096;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Decodes the header blocks of one connection, in the order in which they arrive. */
export class HpackDecoder {
  /** Newest first, as indices count. */
  readonly #table: HeaderField[] = [];
  #size = 0;
  #limit = defaultTableSize;

  /** @throws Error when the block is malformed; the connection cannot go on then */
  decode(block: Uint8Array): HeaderField[] {
    const fields: HeaderField[] = [];
    const input = new BlockReader(block);
    while (!input.atEnd) {
      const first = input.peek();
      if (first & 0x80) fields.push(this.#field(input.integer(7)));
      else if (first & 0x40) fields.push(this.#add(this.#literal(input, 6)));
      else if (first & 0x20) this.#resize(input.integer(5));
      else fields.push(this.#literal(input, 4));
    }
    return fields;
  }

  #literal(input: BlockReader, prefixBits: number): HeaderField {
    const index = input.integer(prefixBits);
    const name = index === 0 ? input.text() : this.#field(index)[0];
    return [name, input.text()];
  }

  #field(index: number): HeaderField {
    const field = index <= staticTable.length
      ? staticTable[index - 1]
      : this.#table[index - staticTable.length - 1];
    if (!field) throw new Error(`Header index ${index} names no entry`);
    return field;
  }

  #add(field: HeaderField): HeaderField {
    this.#table.unshift(field);
    this.#size += sizeOf(field);
    this.#evict();
    return field;
  }

  #resize(limit: number) {
    if (limit > defaultTableSize) throw new Error(`Header table of ${limit} bytes is too large`);
    this.#limit = limit;
    this.#evict();
  }

  #evict() {
    while (this.#size > this.#limit) this.#size -= sizeOf(this.#table.pop()!);
  }
}

function sizeOf([name, value]: HeaderField): number {
  return encoder.encode(name).length + encoder.encode(value).length + entryOverhead;
}

/** Reads integers and strings of a header block (RFC 7541, section 5). */
class BlockReader {
  #at = 0;

  constructor(readonly block: Uint8Array) {}

  get atEnd(): boolean {
    return this.#at >= this.block.length;
  }

  peek(): number {
    return this.block[this.#at];
  }

  integer(prefixBits: number): number {
    const limit = (1 << prefixBits) - 1;
    let value = this.#byte() & limit;
    if (value < limit) return value;
    for (let shift = 0;; shift += 7) {
      if (shift > 21) throw new Error("A header's integer is too large");
      const byte = this.#byte();
      value += (byte & 0x7f) << shift;
      if (!(byte & 0x80)) return value;
    }
  }

  text(): string {
    const isHuffman = Boolean(this.peek() & 0x80);
    const length = this.integer(7);
    const end = this.#at + length;
    if (end > this.block.length) throw new Error("A header's string is cut short");
    const bytes = this.block.subarray(this.#at, end);
    this.#at = end;
    return decoder.decode(isHuffman ? decodeHuffman(bytes) : bytes);
  }

  #byte(): number {
    if (this.atEnd) throw new Error("A header block is cut short");
    return this.block[this.#at++];
  }
}

/** Encodes a header block without a table: dk's answers have two or three short fields. */
export function encodeHeaders(fields: Iterable<HeaderField>): Uint8Array {
  const bytes: number[] = [];
  for (const [name, value] of fields) {
    bytes.push(0x00); // A literal that is not added to the table.
    for (const text of [encoder.encode(name), encoder.encode(value)]) {
      encodeLength(bytes, text.length);
      bytes.push(...text);
    }
  }
  return Uint8Array.from(bytes);
}

function encodeLength(bytes: number[], length: number) {
  if (length < 0x7f) {
    bytes.push(length);
    return;
  }
  bytes.push(0x7f);
  let rest = length - 0x7f;
  for (; rest >= 0x80; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
}
