import type { SyncEntry, SyncRequest, SyncSource } from "../../buildkit/file_sync.ts";
import { GoMode } from "../../lib/go_file_mode.ts";
import { parseSentPattern } from "../../lib/ignore/file.ts";
import { IgnoreMatcher } from "../../lib/ignore/matcher.ts";
import type { ContextEntry } from "../context/entry.ts";
import { walkInBursts } from "../context/walk.ts";
import type { ContextWatch } from "./context_watch.ts";
import { followPaths } from "./follow_paths.ts";

const encoder = new TextEncoder();
/** Paths listed between two looks at what the engine wants. */
const burstSize = 1000;

/** Where the engine's wishes are met: a directory of this machine, or a Dockerfile's text. */
export interface SyncDirectories {
  /** Absolute; links resolved. */
  context: string;
  /** Sees every path of the context that the engine is told of. */
  watch?: ContextWatch;
  /** Directory that holds the Dockerfile, or the Dockerfile itself under the name it is sent by. */
  dockerfile: string | SyncText;
  /** What the directory of the Dockerfile is to hold instead of the file of that name. */
  replacement?: SyncText;
}

/** A file that is at hand. */
export interface SyncText {
  name: string;
  content: Uint8Array;
}

/**
 * Lists what the engine asks to see of the context and of the Dockerfile's directory, by fsutil's
 * rules (engine.md 5.5, 6.3). Files of the context belong to root in the image, as with docker.
 */
export function syncSource(directories: SyncDirectories, signal?: AbortSignal): SyncSource {
  return (request) => {
    const { dockerfile, context, watch, replacement } = directories;
    if (request.directory !== "dockerfile") {
      return listDirectory(context, request, { watch: watchOf(request, watch), signal });
    }
    if (typeof dockerfile !== "string") return singleFile(dockerfile);
    const listed = listDirectory(dockerfile, request, { signal });
    return replacement ? replaceFile(listed, replacement) : listed;
  };
}

/** The replacement takes the place of a file, or of a link to one. */
async function* replaceFile(
  bursts: AsyncIterable<SyncEntry[]>,
  { name, content }: SyncText,
): AsyncGenerator<SyncEntry[]> {
  for await (const burst of bursts) {
    yield burst.map((entry) =>
      entry.path === name ? { ...textEntry({ name, content }), modTime: entry.modTime } : entry
    );
  }
}

/**
 * A file that is at hand, as it is announced. The engine takes a file of the same size and time for
 * the one it kept of an earlier build: another content must have another time.
 */
export function textEntry({ name, content }: SyncText): SyncEntry {
  const modTime = BigInt(1 + checksum(content) % 999_999_999);
  return { path: name, mode: 0o600, size: content.length, modTime, content };
}

/** FNV-1a, 32 bits. */
function checksum(content: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (const byte of content) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  return sum;
}

async function* singleFile(file: SyncText): AsyncGenerator<SyncEntry[]> {
  yield await [textEntry(file)];
}

async function* listDirectory(
  root: string,
  request: SyncRequest,
  { watch, signal }: { watch?: ContextWatch; signal?: AbortSignal },
): AsyncGenerator<SyncEntry[]> {
  const matcher = matcherOf(request.excludePatterns, ".dockerignore");
  const wanted = [...request.includePatterns, ...followPaths(root, request.followPaths)];
  const include = wanted.length > 0 ? matcherOf(wanted, "the engine's list") : undefined;
  const options = { matcher, include, rules: "buildkit", signal } as const;
  for await (const burst of walkInBursts(root, options, burstSize)) {
    watch?.note(burst);
    yield burst.map((entry) => syncEntry(root, entry));
  }
  watch?.finish();
}

/** Only what a step copies is watched; a look at the ignore file alone is the engine's own. */
function watchOf({ followPaths }: SyncRequest, watch?: ContextWatch): ContextWatch | undefined {
  return followPaths.every((path) => path.endsWith(".dockerignore")) && followPaths.length > 0
    ? undefined
    : watch;
}

function matcherOf(sent: readonly string[], name: string): IgnoreMatcher {
  const patterns = sent.map((pattern) => parseSentPattern(pattern, name));
  return new IgnoreMatcher(patterns.filter((pattern) => pattern !== undefined), name);
}

/** A path on disk, as it is announced. */
export function syncEntry(root: string, entry: ContextEntry): SyncEntry {
  return {
    path: entry.name,
    mode: goMode(entry),
    size: sizeOf(entry),
    modTime: BigInt(entry.mtimeMs) * 1_000_000n,
    linkName: entry.linkName,
    deviceMajor: entry.deviceMajor,
    deviceMinor: entry.deviceMinor,
    xattrs: entry.xattrs,
    content: `${root}/${entry.name}`,
  };
}

/**
 * The size that the kernel tells of a path. The engine compares it with what it kept, and makes a
 * link anew whose size differs: over a hard link to the same file that leaves a temporary name.
 */
function sizeOf({ type, size, linkedSize, linkName = "" }: ContextEntry): number {
  return type === "symlink" ? encoder.encode(linkName).length : linkedSize ?? size;
}

const typeModes: Record<ContextEntry["type"], number> = {
  file: 0,
  hardlink: 0,
  directory: GoMode.directory,
  symlink: GoMode.symlink,
  fifo: GoMode.fifo,
  character: GoMode.device + GoMode.characterDevice,
  block: GoMode.device,
};

function goMode({ type, mode }: ContextEntry): number {
  return typeModes[type] + (mode & 0o777) + (mode & 0o4000 ? GoMode.setuid : 0) +
    (mode & 0o2000 ? GoMode.setgid : 0) + (mode & 0o1000 ? GoMode.sticky : 0);
}
