import { getArchive, putArchive } from "../../engine/containers/archive.ts";
import { EngineError } from "../../engine/errors.ts";
import type { Transport } from "../../engine/transport.ts";
import { readTar } from "../../lib/tar/read.ts";
import { tarStream } from "../../lib/tar/write.ts";

/** A file that somebody made or changed by hand: with an editor, or by typing into a program. */
export interface HandmadeFile {
  /** Absolute path in the container. */
  path: string;
  /** Permission bits. */
  mode: number;
  /** `uid:gid`. */
  owner: string;
  content: Uint8Array;
  /** Seconds since the epoch, where it matters. */
  mtime?: number;
  /** Extended attributes by name, where there are any. */
  xattrs?: Record<string, Uint8Array>;
}

/**
 * Reads files out of a container as they are now. A path that is gone, or no plain file, is left
 * out.
 */
export async function takeHandmade(
  engine: Transport,
  container: string,
  paths: readonly string[],
  options: { signal?: AbortSignal } = {},
): Promise<HandmadeFile[]> {
  const files: HandmadeFile[] = [];
  for (const path of paths) {
    const file = await takeFile(engine, container, path, options);
    if (file) files.push(file);
  }
  return files;
}

async function takeFile(
  engine: Transport,
  container: string,
  path: string,
  options: { signal?: AbortSignal },
): Promise<HandmadeFile | undefined> {
  try {
    const { tar } = await getArchive(engine, container, path, options);
    for await (const { header, content } of readTar(tar, options)) {
      if (header.type !== "file") return undefined;
      const bytes = new Uint8Array(header.size);
      let filled = 0;
      for await (const piece of content) {
        bytes.set(piece, filled);
        filled += piece.length;
      }
      const owner = `${header.uid ?? 0}:${header.gid ?? 0}`;
      const file = { path, mode: header.mode, owner, content: bytes };
      return header.xattrs ? { ...file, xattrs: header.xattrs } : file;
    }
  } catch (error) {
    if (!(error instanceof EngineError && error.status === 404)) throw error;
  }
}

/** Puts files into a container, in place of what is there; missing folders are made. */
export async function putHandmade(
  engine: Transport,
  container: string,
  files: readonly HandmadeFile[],
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  if (files.length === 0) return;
  const archive = tarStream(files.map(({ path, mode, owner, content, mtime = 0, xattrs }) => {
    const [uid, gid] = owner.split(":").map(Number);
    const size = content.length;
    return {
      header: { name: path.slice(1), type: "file", mode, uid, gid, size, mtime, xattrs },
      content,
    };
  }));
  await putArchive(engine, container, "/", archive, options);
}
