/**
 * The wire format of protocol buffers (protobuf.dev/programming-guides/encoding), as far as
 * BuildKit's messages use it. They are a handful of small messages, known by field number
 * (engine.md 5), sent by the hundred thousand: generated classes would be larger and slower.
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Builds one message, field by field; fields with their default value are left out. */
export class ProtoWriter {
  #bytes: Uint8Array;
  #length = 0;

  /** @param capacity bytes to begin with; it grows as needed */
  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** An integer of up to 53 bits, or a bigint of up to 64; negative ones take ten bytes. */
  integer(field: number, value: number | bigint): this {
    if (value === 0 || value === 0n) return this;
    this.#varint(field << 3);
    if (typeof value === "bigint" || value < 0) this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
    else this.#varint(value);
    return this;
  }

  /** Text, as UTF-8. */
  text(field: number, value: string): this {
    return value === "" ? this : this.bytes(field, encoder.encode(value));
  }

  /** Bytes or a nested message; written even when empty, as a nested message's presence counts. */
  bytes(field: number, value: Uint8Array): this {
    this.#varint((field << 3) | 2);
    this.#varint(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  /** The message; valid until the writer is used again. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Begins a new message in the same memory. */
  reset(): this {
    this.#length = 0;
    return this;
  }

  #varint(value: number) {
    this.#reserve(10);
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  #bigVarint(value: bigint) {
    this.#reserve(10);
    let rest = value;
    while (rest > 127n) {
      this.#bytes[this.#length++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  #reserve(count: number) {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** One field of a message: integers as numbers (exact up to 53 bits), all else as bytes. */
export interface ProtoField {
  field: number;
  /** The value of an integer field; 0 for others. */
  integer: number;
  /** The payload of a length-delimited field, a view into the message; empty for others. */
  bytes: Uint8Array;
}

const noBytes = new Uint8Array();

/** The fields of a message, in their order. @throws Error when the message is cut short */
export function* protoFields(message: Uint8Array): Generator<ProtoField> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1;; scale *= 128) {
      if (at >= message.length) throw new Error("A protobuf message is cut short");
      const byte = message[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const skip = (count: number): Uint8Array => {
    at += count;
    if (at > message.length) throw new Error("A protobuf message is cut short");
    return message.subarray(at - count, at);
  };
  while (at < message.length) {
    const key = varint();
    const field = Math.floor(key / 8);
    const wireType = key & 7;
    if (wireType === 0) yield { field, integer: varint(), bytes: noBytes };
    else if (wireType === 2) yield { field, integer: 0, bytes: skip(varint()) };
    else if (wireType === 1) yield { field, integer: 0, bytes: skip(8) };
    else if (wireType === 5) yield { field, integer: 0, bytes: skip(4) };
    else throw new Error(`Protobuf wire type ${wireType} is not known`);
  }
}

/** The payload of a text field. */
export function protoText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
