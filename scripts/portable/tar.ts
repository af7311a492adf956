import { BLOCK } from "../../src/lib/tar/block.ts";
import { encodeHeader } from "../../src/lib/tar/encode.ts";

/**
 * Modification time of the program's files, in seconds since the epoch: 2001-01-01 UTC. Anything
 * changed afterwards is newer than that and {@link markTime}.
 */
const programTime = Date.UTC(2001, 0, 1) / 1000;
/** That of what tells that the program's files are untouched: a day later. */
export const markTime = Date.UTC(2001, 0, 2) / 1000;

/**
 * One regular file as a tar entry: header, content, padding. Nothing of the machine that builds is
 * in it, so that the same files give the same bytes.
 */
export function tarFile(
  name: string,
  content: Uint8Array,
  { mode, mtime = programTime }: { mode: number; mtime?: number },
): Uint8Array<ArrayBuffer> {
  const header = encodeHeader({ name, type: "file", mode, size: content.length, mtime });
  const entry = new Uint8Array(header.length + Math.ceil(content.length / BLOCK) * BLOCK);
  entry.set(header);
  entry.set(content, header.length);
  return entry;
}

/** Two empty blocks. */
export const endOfTar = new Uint8Array(2 * BLOCK);
