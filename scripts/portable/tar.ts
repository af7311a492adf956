/**
 * Tar entries of the payload (POSIX ustar): nothing of the machine that builds is in them, so that
 * the same files give the same bytes.
 */

/** Every file's modification time, 2001-01-01 UTC: anything changed later differs from it. */
const modified = Date.UTC(2001, 0, 1) / 1000;

const blockSize = 512;

/** One regular file: header, content, padding. Names up to 100 bytes. */
export function tarFile(name: string, content: Uint8Array, mode: number): Uint8Array<ArrayBuffer> {
  const blocks = Math.ceil(content.length / blockSize);
  const entry = new Uint8Array((1 + blocks) * blockSize);
  writeHeader(entry, name, content.length, mode);
  entry.set(content, blockSize);
  return entry;
}

/** Two empty blocks. */
export const endOfTar = new Uint8Array(2 * blockSize);

function writeHeader(header: Uint8Array, name: string, size: number, mode: number): void {
  const put = (text: string, at: number) => header.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  if (name.length > 100) throw new Error(`Name too long for a tar header: ${name}`);
  put(name, 0);
  put(octal(mode, 7), 100);
  put(octal(0, 7), 108); // owner
  put(octal(0, 7), 116); // group
  put(octal(size, 11), 124);
  put(octal(modified, 11), 136);
  put(" ".repeat(8), 148); // stands for the checksum while that is computed
  put("0", 156); // regular file
  put("ustar\x0000", 257);
  const sum = header.subarray(0, blockSize).reduce((total, byte) => total + byte, 0);
  put(`${octal(sum, 6)}\0 `, 148);
}
