import { Failure } from "../failure.ts";
import { BLOCK, checksum, type Field, field } from "./block.ts";
import { makeAgain } from "./byte_source.ts";
import type { TarEntryType, TarHeader } from "./entry.ts";
import { XATTR_KEY } from "./pax.ts";

const decoder = new TextDecoder();

/** What a header block itself says; extended headers may correct it. */
export interface RawHeader {
  /** Type flag as a character; `\0` of old archives is `0`. */
  flag: string;
  header: TarHeader;
}

const types: Record<string, TarEntryType> = {
  "0": "file",
  "7": "file",
  "1": "hardlink",
  "2": "symlink",
  "3": "character",
  "4": "block",
  "5": "directory",
  "6": "fifo",
};

/** True when the block is a header: its checksum holds, unsigned or signed as old ones summed. */
export function isHeaderBlock(block: Uint8Array): boolean {
  if (block.length < BLOCK || isZero(block)) return false;
  const stored = octal(text(block, field.checksum));
  const { offset, length } = field.checksum;
  let sum = checksum(block, 0) + 32 * length;
  for (let i = offset; i < offset + length; i++) sum -= block[i];
  if (sum === stored) return true;
  let negative = 0;
  for (let i = 0; i < BLOCK; i++) {
    if (block[i] > 127 && (i < offset || i >= offset + length)) negative++;
  }
  return sum - 256 * negative === stored;
}

/** True for a block of zeros, which ends an archive. */
export function isZero(block: Uint8Array): boolean {
  for (let i = 0; i < BLOCK; i++) if (block[i] !== 0) return false;
  return true;
}

/**
 * Reads a USTAR, GNU or old header block.
 *
 * @throws Failure when it is none, or a number in it is malformed
 */
export function decodeBlock(block: Uint8Array): RawHeader {
  if (!isHeaderBlock(block)) {
    throw new Failure("This is not a tar archive, or it is damaged", {
      why: "A header has a wrong checksum",
      next: makeAgain,
    });
  }
  const flag = String.fromCharCode(block[field.type.offset] || 0x30);
  const magic = decoder.decode(block.subarray(257, 265));
  const prefix = magic === "ustar\x0000" ? text(block, field.prefix) : "";
  const name = text(block, field.name);
  const known = magic.startsWith("ustar");
  const header: TarHeader = {
    name: prefix === "" ? name : `${prefix}/${name}`,
    type: types[flag] ?? "file",
    mode: number(block, field.mode) % 0o10000,
    size: number(block, field.size),
    mtime: number(block, field.mtime),
    uid: number(block, field.uid),
    gid: number(block, field.gid),
  };
  const linkName = text(block, field.linkName);
  if (linkName !== "") header.linkName = linkName;
  if (known) addUstar(header, block);
  return { flag, header };
}

function addUstar(header: TarHeader, block: Uint8Array): void {
  header.userName = text(block, field.userName);
  header.groupName = text(block, field.groupName);
  if (header.type !== "character" && header.type !== "block") return;
  header.deviceMajor = number(block, field.deviceMajor);
  header.deviceMinor = number(block, field.deviceMinor);
}

/**
 * Corrects `header` by the PAX records in force.
 *
 * @throws Failure for sparse files, which dk does not read, and for malformed numbers
 */
export function applyRecords(header: TarHeader, records: ReadonlyMap<string, Uint8Array>): void {
  for (const [key, value] of records) {
    if (key.startsWith("GNU.sparse.")) throw sparse(header.name);
    if (key.startsWith(XATTR_KEY)) {
      header.xattrs = { ...header.xattrs, [key.slice(XATTR_KEY.length)]: value };
    } else applyRecord(header, key, decoder.decode(value));
  }
}

function applyRecord(header: TarHeader, key: string, value: string): void {
  switch (key) {
    case "path":
      header.name = value;
      break;
    case "linkpath":
      header.linkName = value;
      break;
    case "uname":
      header.userName = value;
      break;
    case "gname":
      header.groupName = value;
      break;
    case "size":
    case "uid":
    case "gid":
      header[key] = decimal(key, value, /^[0-9]+$/);
      break;
    case "mtime":
      header.mtime = decimal(key, value, /^-?[0-9]+(\.[0-9]*)?$/);
  }
}

/** Sparse files come in three dialects; all are refused in these words. */
export function sparse(name: string): Failure {
  return new Failure(`${name} is stored as a sparse file, which dk does not read`, {
    next: "Write the archive without --sparse",
  });
}

function text(block: Uint8Array, { offset, length }: Field): string {
  const end = block.indexOf(0, offset);
  const stop = end < 0 || end > offset + length ? offset + length : end;
  return decoder.decode(block.subarray(offset, stop));
}

/** Octal text, or GNU's base 256: first bit set, then a big-endian two's complement number. */
function number(block: Uint8Array, place: Field): number {
  const { offset, length } = place;
  const value = block[offset] < 0x80
    ? octal(text(block, leadingSkipped(block, place)))
    : base256(block.subarray(offset, offset + length));
  if (!Number.isSafeInteger(value)) {
    throw new Failure("A number in a header of the tar archive is malformed", { next: makeAgain });
  }
  return value;
}

/** The field without the NULs that some writers put in front. */
function leadingSkipped(block: Uint8Array, { offset, length }: Field): Field {
  let skipped = 0;
  while (skipped < length && block[offset + skipped] === 0) skipped++;
  return { offset: offset + skipped, length: length - skipped };
}

function octal(digits: string): number {
  const trimmed = digits.trim();
  if (trimmed === "") return 0;
  return /^[0-7]+$/.test(trimmed) ? parseInt(trimmed, 8) : NaN;
}

function base256(bytes: Uint8Array): number {
  const negative = (bytes[0] & 0x40) !== 0;
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  const bits = BigInt(bytes.length * 8 - 1);
  const magnitude = value & ((1n << bits) - 1n);
  return Number(negative ? magnitude - (1n << bits) : magnitude);
}

function decimal(key: string, value: string, form: RegExp): number {
  const parsed = form.test(value) ? Number(value) : NaN;
  if (!Number.isFinite(parsed) || Math.abs(parsed) > Number.MAX_SAFE_INTEGER) {
    throw new Failure(`The record ${key}=${value} of the tar archive is malformed`, {
      next: makeAgain,
    });
  }
  return parsed;
}
