import { joinBytes } from "../../../lib/byte_chunks.ts";
import { Failure } from "../../../lib/failure.ts";
import type { TarHeader } from "../../../lib/tar/entry.ts";
import { readTar, type TarReadEntry } from "../../../lib/tar/read.ts";
import type { FileNode, FileTree } from "./file_tree.ts";

/** What is to be done with the content of one file beyond its digest. */
export interface ContentUse {
  /** Leaves out of the content what says nothing; the digest is of what remains. */
  normalize?(content: Uint8Array): Uint8Array;
  /** Keeps the content, as it is, in {@link FileNode.content}. */
  keep?: boolean;
}

/** Files beyond this are neither kept nor normalised: memory stays bounded. */
const largestContent = 16 * 1024 * 1024;

/**
 * Reads an exported file system while it arrives, file contents into digests.
 *
 * @param use says of a path (absolute) what its content is needed for; asked once for each file
 * @throws as {@link readTar}
 */
export async function readFileTree(
  archive: AsyncIterable<Uint8Array>,
  use: (path: string) => ContentUse | undefined,
  signal?: AbortSignal,
): Promise<FileTree> {
  // Web Crypto takes whole buffers only; files may be larger than memory.
  const { createHash } = await import("node:crypto");
  const tree = new Map<string, FileNode>();
  for await (const entry of readTar(archive, { signal })) {
    const path = absolutePath(entry.header.name);
    if (path === "/") continue;
    tree.set(path, await nodeOf(entry, tree, use(path), () => createHash("sha256")));
  }
  return tree;
}

interface Hash {
  update(bytes: Uint8Array): unknown;
  digest(form: "hex"): string;
}

async function nodeOf(
  { header, content }: TarReadEntry,
  tree: FileTree,
  use: ContentUse | undefined,
  newHash: () => Hash,
): Promise<FileNode> {
  if (header.type === "hardlink") return firstName(header, tree);
  const node: FileNode = {
    type: header.type,
    mode: header.mode,
    owner: `${header.uid ?? 0}:${header.gid ?? 0}`,
    size: header.size,
    ...targetOf(header),
    ...attributesOf(header),
  };
  if (header.type !== "file") return node;
  const hash = newHash();
  if (!use || header.size > largestContent) {
    for await (const piece of content) hash.update(piece);
    return { ...node, digest: hash.digest("hex") };
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece.slice());
  const whole = joinBytes(pieces);
  const compared = use.normalize?.(whole) ?? whole;
  hash.update(compared);
  const digest = hash.digest("hex");
  return { ...node, size: compared.length, digest, ...(use.keep && { content: whole }) };
}

/** The archive holds the content with the first of a file's names. */
function firstName({ name, linkName }: TarHeader, tree: FileTree): FileNode {
  const first = tree.get(absolutePath(linkName ?? ""));
  if (first) return first;
  throw new Failure(
    `The engine sent ${name} as another name of ${linkName}, which it did not send`,
  );
}

function targetOf(header: TarHeader): Pick<FileNode, "target"> {
  if (header.type === "symlink") return { target: header.linkName ?? "" };
  if (header.type !== "character" && header.type !== "block") return {};
  return { target: `${header.deviceMajor}:${header.deviceMinor}` };
}

function attributesOf({ xattrs = {} }: TarHeader): Pick<FileNode, "attributes"> {
  const listed = Object.keys(xattrs).sort().map((name) => `${name}=${xattrs[name].toHex()}`);
  return listed.length === 0 ? {} : { attributes: listed.join(" ") };
}

/** Engines write `etc/hosts`, Podman `./etc/hosts`. */
function absolutePath(name: string): string {
  return `/${name.replace(/^(\.?\/)+/, "").replace(/^\.$/, "")}`;
}
