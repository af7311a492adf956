import type { IgnorePattern } from "../../lib/ignore/file.ts";
import type { TarEntryType, TarHeader } from "../../lib/tar/entry.ts";

/**
 * One path of a build context, in the order and with the values in which it is sent. Sizes in
 * bytes. Its fields are those of a tar header, so that nothing is copied on the way there.
 */
export interface ContextEntry extends TarHeader {
  /** Path from the context's root, no leading `./`, no trailing slash. */
  name: string;
  type: TarEntryType;
  /** Whole seconds since the epoch, as the classic builder gets them. */
  mtime: number;
}

/** Which client is being matched: they prune ignored directories by different rules. */
export type ContextRules = "classic" | "buildkit";

/** Something a person should know of a context that can be sent nevertheless. */
export type ContextNotice =
  /** A socket, which no archive can hold, was left out. */
  | { kind: "socket-skipped"; path: string }
  /** An ignored directory that had to be searched (a `!` line points into it) cannot be read. */
  | { kind: "ignored-directory-unreadable"; path: string; why: string };

/** A Dockerfile that lies outside the context, or came from standard input, and travels along. */
export interface InjectedDockerfile {
  content: Uint8Array;
}

/** A local directory, looked through and ready to be sent; nothing has been read but its names. */
export interface BuildContext {
  /** Absolute, symbolic links resolved. */
  directory: string;
  /** What to send as `dockerfile=`: its path inside the context. */
  dockerfile: string;
  /** Absolute path of the Dockerfile; undefined when it came from standard input. */
  dockerfilePath: string | undefined;
  entries: readonly ContextEntry[];
  /** Sum of the sizes of all files: what travels, headers not counted. */
  bytes: number;
  /** The patterns that decided, the added `!Dockerfile` and `!.dockerignore` included. */
  patterns: readonly IgnorePattern[];
  notices: readonly ContextNotice[];
  injected: InjectedDockerfile | undefined;
}
