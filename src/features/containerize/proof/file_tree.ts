import type { TarEntryType } from "../../../lib/tar/entry.ts";

/** What a path of a file system is, as far as a proof compares it: without its times. */
export interface FileNode {
  /** Hard links are files: which of several names came first says nothing. */
  type: Exclude<TarEntryType, "hardlink">;
  /** Permission bits, setuid, setgid and sticky included. */
  mode: number;
  /** `uid:gid`. */
  owner: string;
  /** Bytes of a file, 0 for all else. */
  size: number;
  /** SHA-256 of a file's content in hexadecimal; of the normalised one where a rule says so. */
  digest?: string;
  /** Target of a symbolic link; `major:minor` of a device. */
  target?: string;
  /** Extended attributes, `name=hexadecimal`, in the order of their names; mostly capabilities. */
  attributes?: string;
  /** Whole content, where the rules or the package lists need it. */
  content?: Uint8Array;
}

/** All paths of a file system, absolute, without the root itself. */
export type FileTree = ReadonlyMap<string, FileNode>;
