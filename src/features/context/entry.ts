import type { IgnorePattern } from "../../lib/ignore/file.ts";
import type { TarHeader } from "../../lib/tar/entry.ts";

/**
 * One path of a build context, in the order and with the values in which it is sent. Its fields
 * are those of a tar header (name from the context's root, `mtime` in whole seconds), so that
 * nothing is copied on the way there. For BuildKit, a `hardlink` is a file with a link name.
 */
export interface ContextEntry extends TarHeader {
  /** Milliseconds since the epoch, all that Deno knows of the time of last change. */
  mtimeMs: number;
  /** Bytes of the file that a hard link names; nothing more travels for it: its `size` is 0. */
  linkedSize?: number;
}

/** Which client is being matched: they search ignored directories by different rules. */
export type ContextRules = "classic" | "buildkit";

/** Something a person should know of a context that can be sent nevertheless. */
export type ContextNotice =
  /** A socket, which no archive can hold, was left out. */
  | { kind: "socket-skipped"; path: string }
  /** An ignored directory that had to be searched (a `!` line points into it) cannot be read. */
  | { kind: "ignored-directory-unreadable"; path: string; why: string }
  /** The C library could not be asked for file capabilities: files travel without theirs. */
  | { kind: "capabilities-unread" };

/** A Dockerfile that lies outside the context, or came from standard input, and travels along. */
export interface InjectedDockerfile {
  /** Its name in the archive: `.dockerfile.` and 20 hexadecimal digits. */
  name: string;
  content: Uint8Array;
  /** Seconds since the epoch, for the header. */
  mtime: number;
}

/** A local directory, looked through and ready to be sent; no file has been read yet. */
export interface BuildContext {
  /** Absolute, symbolic links resolved. */
  directory: string;
  /** What to send as `dockerfile=`: its path inside the context or its injected name. */
  dockerfile: string;
  /** Absolute path of the Dockerfile; undefined when it came from standard input. */
  dockerfilePath: string | undefined;
  entries: readonly ContextEntry[];
  /** Sum of the sizes of all files: what travels, headers not counted. */
  bytes: number;
  /** The file that the patterns come from, relative to the context; undefined without one. */
  ignoreFile: string | undefined;
  /** The patterns that decided, those that dk added to keep the Dockerfile included. */
  patterns: readonly IgnorePattern[];
  notices: readonly ContextNotice[];
  injected: InjectedDockerfile | undefined;
  /** Files that are not in the directory and travel along as if they were; in {@link contextTar}. */
  added?: readonly AddedFile[];
}

/** A file of a context that is at hand and not on disk. */
export interface AddedFile {
  /** From the context's root. */
  name: string;
  /** Permission bits. */
  mode: number;
  content: Uint8Array;
}
