import { join } from "../../../lib/path.ts";
import type { Project } from "../project.ts";

/** A file of the project, as its folder lists it. */
export interface SourceFile {
  /** Relative, `/` between segments. */
  path: string;
  /** Bytes. */
  size: number;
  /** Permission bits. */
  mode: number;
}

/** What suggestions are drawn from: names, sizes and, where asked for, the text of the files. */
export interface ProjectSource {
  files: readonly SourceFile[];
  /**
   * The text at the beginning of a file, no more than {@link mostBytes} of it; undefined where
   * there is no such file and for what is no text.
   */
  read(path: string): Promise<string | undefined>;
}

/** More of one file is not read: generated tables and notebooks with pictures tell no more. */
const mostBytes = 256 * 1024;

/** The project's files, each read once and only when asked for. */
export function projectSource(project: Pick<Project, "directory" | "entries">): ProjectSource {
  const files = project.entries
    .filter(({ type }) => type === "file" || type === "hardlink")
    .map(({ name, size, mode }) => ({ path: name, size, mode }));
  const known = new Set(files.map(({ path }) => path));
  const texts = new Map<string, Promise<string | undefined>>();
  const read = (path: string) => {
    if (!known.has(path)) return Promise.resolve(undefined);
    const text = texts.get(path) ?? readText(join(project.directory, path));
    texts.set(path, text);
    return text;
  };
  return { files, read };
}

async function readText(path: string): Promise<string | undefined> {
  using file = await openFile(path);
  if (!file) return undefined;
  const buffer = new Uint8Array(mostBytes);
  let length = 0;
  while (length < buffer.length) {
    const count = await file.read(buffer.subarray(length));
    if (count === null) break;
    length += count;
  }
  const bytes = buffer.subarray(0, length);
  if (bytes.includes(0)) return undefined;
  return new TextDecoder().decode(bytes);
}

/** Undefined for a file that has gone since the folder was listed, and one that is not ours to read. */
async function openFile(path: string): Promise<Deno.FsFile | undefined> {
  try {
    return await Deno.open(path);
  } catch (error) {
    const isAway = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.PermissionDenied;
    if (isAway) return undefined;
    throw error;
  }
}
