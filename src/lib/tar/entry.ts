/** What a tar entry is; anything else in an archive is refused or skipped by the reader. */
export type TarEntryType =
  | "file"
  | "directory"
  | "symlink"
  | "hardlink"
  | "fifo"
  | "character"
  | "block";

/** Everything a tar archive says of one entry, apart from its bytes. */
export interface TarHeader {
  /**
   * Path inside the archive, `/` between segments, without a trailing slash (the writer adds the
   * one that directories carry, the reader removes it).
   */
  name: string;
  type: TarEntryType;
  /** Permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  mode: number;
  /** Bytes of content; 0 for all but files. */
  size: number;
  /** Seconds since the epoch; negative before 1970. The writer wants whole ones. */
  mtime: number;
  /** 0 when left out, as docker sends every build context. */
  uid?: number;
  gid?: number;
  userName?: string;
  groupName?: string;
  /** Target of a symlink, verbatim; archive path of the first name of a hard link. */
  linkName?: string;
  /** For character and block devices. */
  deviceMajor?: number;
  deviceMinor?: number;
  /** Extended attributes by name, such as `security.capability`. */
  xattrs?: Record<string, Uint8Array>;
}

/** Bytes of a file: at hand, on disk (read while the archive is written), or streamed. */
export type TarContent = Uint8Array | { readonly path: string } | AsyncIterable<Uint8Array>;

/** One entry for the writer; `content` counts for files only and must hold `header.size` bytes. */
export interface TarEntry {
  header: TarHeader;
  content?: TarContent;
}
