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
  let rest = fitsOctal(value, length) ? value : 0;
  for (let i = at + offset + length - 2; i >= at + offset; i--) {
    block[i] = 48 + rest % 8;
    rest = Math.floor(rest / 8);
  }
  block[at + offset + length - 1] = 0;
}

/** Computes the checksum of the block at `at` and puts it where it belongs. */
export function putChecksum(block: Uint8Array, at: number): void {
  const start = at + field.checksum.offset;
  block.fill(32, start, start + field.checksum.length);
  putOctal(block, at, { offset: field.checksum.offset, length: 7 }, checksum(block, at));
}

/** Sum of the bytes of the block at `at`, its checksum field counted as it stands. */
export function checksum(block: Uint8Array, at: number): number {
  let sum = 0;
  for (let i = at; i < at + BLOCK; i++) sum += block[i];
  return sum;
}
