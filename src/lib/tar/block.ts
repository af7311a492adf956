/** Tar is made of blocks of this many bytes: headers fill one, contents are padded to whole ones. */
export const BLOCK = 512;

/** One field of a header block: where it starts and how many bytes it has. */
export interface Field {
  readonly offset: number;
  readonly length: number;
}

/** The fields of a USTAR header block (POSIX.1-1988). */
export const field = {
  name: { offset: 0, length: 100 },
  mode: { offset: 100, length: 8 },
  uid: { offset: 108, length: 8 },
  gid: { offset: 116, length: 8 },
  size: { offset: 124, length: 12 },
  mtime: { offset: 136, length: 12 },
  checksum: { offset: 148, length: 8 },
  type: { offset: 156, length: 1 },
  linkName: { offset: 157, length: 100 },
  magic: { offset: 257, length: 8 },
  userName: { offset: 265, length: 32 },
  groupName: { offset: 297, length: 32 },
  deviceMajor: { offset: 329, length: 8 },
  deviceMinor: { offset: 337, length: 8 },
  prefix: { offset: 345, length: 155 },
} as const satisfies Record<string, Field>;

/** Bytes that fill `size` up to a whole block. */
export function padding(size: number): number {
  const rest = size % BLOCK;
  return rest === 0 ? 0 : BLOCK - rest;
}

/** True when `value` can be written in octal with a closing NUL into `length` bytes. */
export function fitsOctal(value: number, length: number): boolean {
  return value >= 0 && value < 8 ** (length - 1);
}

/** Writes `value` in octal, zeros in front, NUL behind; 0 where it does not fit. */
export function putOctal(block: Uint8Array, at: number, { offset, length }: Field, value: number) {
  const last = at + offset + length - 2;
  const rest = fitsOctal(value, length) ? value : 0;
  // Beyond 31 bits, bit operations no longer work: the high digits are written apart.
  const high = Math.floor(rest / 2 ** 30);
  putDigits(block, Math.max(at + offset, last - 9), last, rest % 2 ** 30);
  if (length > 11) putDigits(block, at + offset, last - 10, high);
  block[last + 1] = 0;
}

function putDigits(block: Uint8Array, first: number, last: number, value: number): void {
  let rest = value | 0;
  for (let i = last; i >= first; i--) {
    block[i] = 48 + (rest & 7);
    rest >>= 3;
  }
}

/** Computes the checksum of the block at `at` and puts it where it belongs. */
export function putChecksum(block: Uint8Array, at: number): void {
  const { offset, length } = field.checksum;
  block.fill(32, at + offset, at + offset + length);
  putOctal(block, at, { offset, length: 7 }, checksum(block, at));
}

/** Sum of the bytes of the block at `at`, its checksum field counted as it stands. */
export function checksum(block: Uint8Array, at: number): number {
  return sum(block, at, at + BLOCK);
}

/**
 * As {@link putChecksum}, a third of the work: for a block whose name ends at `nameEnd` and whose
 * text fields hold nothing but zeros where they begin with one.
 */
export function putChecksumOfTidy(block: Uint8Array, at: number, nameEnd: number): void {
  const { offset, length } = field.checksum;
  block.fill(32, at + offset, at + offset + length);
  let total = sum(block, at, nameEnd);
  total += sum(block, at + field.mode.offset, at + field.linkName.offset);
  for (const text of [field.linkName, field.userName, field.groupName, field.prefix]) {
    const start = at + text.offset;
    if (block[start] !== 0) total += sum(block, start, start + text.length);
  }
  total += sum(block, at + field.magic.offset, at + field.userName.offset);
  total += sum(block, at + field.deviceMajor.offset, at + field.prefix.offset);
  putOctal(block, at, { offset, length: 7 }, total);
}

function sum(block: Uint8Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += block[i];
  return total;
}
