import type { FileNode, FileTree } from "./file_tree.ts";

/** What a test says of a path: a file's content as text, or what is special about it. */
export type NodeWish = string | Partial<FileNode>;

/** A file system for tests: paths that end in `/` are folders. */
export function treeOf(paths: Record<string, NodeWish>): FileTree {
  return new Map(
    Object.entries(paths).map((
      [path, wish],
    ) => [path.replace(/(?<=.)\/$/, ""), nodeOf(path, wish)]),
  );
}

function nodeOf(path: string, wish: NodeWish): FileNode {
  const owner = "0:0";
  if (path.endsWith("/")) {
    return { type: "directory", mode: 0o755, owner, size: 0, ...wish as Partial<FileNode> };
  }
  const text = typeof wish === "string" ? wish : "";
  const content = new TextEncoder().encode(text);
  const file: FileNode = {
    type: "file",
    mode: 0o644,
    owner,
    size: content.length,
    digest: `digest of ${text}`,
    content,
  };
  return typeof wish === "string" ? file : { ...file, ...wish };
}
