import { isHeaderBlock } from "./decode.ts";

/** How an archive is packed; `none` is a plain tar. */
export type Packing = "none" | "gzip" | "bzip2" | "xz" | "zstd";

const magics: readonly [Packing, readonly number[]][] = [
  ["gzip", [0x1f, 0x8b, 0x08]],
  ["bzip2", [0x42, 0x5a, 0x68]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
];

/**
 * Tells an archive from anything else (a Dockerfile on standard input) by its first bytes, 512 of
 * them where there are that many.
 *
 * @returns undefined when it is no archive
 */
export function detectArchive(start: Uint8Array): Packing | undefined {
  for (const [packing, magic] of magics) {
    if (magic.every((byte, index) => start[index] === byte)) return packing;
  }
  return isHeaderBlock(start.subarray(0, 512)) ? "none" : undefined;
}
