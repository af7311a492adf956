import type { FileNode, FileTree } from "./file_tree.ts";
import { type NoiseList, type NoiseRule, sourceIsEqual } from "./noise.ts";
import type { Difference } from "./proof.ts";

/** A difference whose reason nobody has looked for yet. */
export type Finding = Omit<Difference, "reason" | "step">;

/** What a comparison of two file systems came to. */
export interface TreeComparison {
  /** In the order of their paths. */
  findings: Finding[];
  /** How many differing paths each rule left out. */
  noise: Record<string, number>;
  /** Paths of both sides together, less those that rules left out. */
  compared: number;
}

/** What differs between two file systems once the rules have left out what says nothing. */
export function compareTrees(session: FileTree, image: FileTree, list: NoiseList): TreeComparison {
  const findings: Finding[] = [];
  const noise: Record<string, number> = {};
  const leftOut: string[] = [];
  let compared = 0;
  const paths = new Set([...session.keys(), ...image.keys()]);
  for (const path of paths) {
    compared++;
    const found = compareNodes(path, session.get(path), image.get(path));
    if (found.length === 0) continue;
    const rule = list.rule(path);
    const left = rule ? found.filter((one) => !isNoise(one, rule, session, image)) : found;
    if (rule && left.length < found.length) {
      noise[rule.id] = (noise[rule.id] ?? 0) + 1;
      if (left.length === 0 && rule.ignores !== "content") compared--;
      if (rule.ignores === "all") leftOut.push(path);
    }
    findings.push(...left);
  }
  findings.sort((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
  return { findings: withoutFolders(findings, leftOut), noise, compared };
}

/** Leaves out the folders on one side that were made for nothing but what was left out. */
function withoutFolders(findings: readonly Finding[], leftOut: readonly string[]): Finding[] {
  const holders = new Set(leftOut.flatMap(ancestors));
  const needed = new Set<string>();
  // What is in a folder comes before the folder.
  const kept = findings.toReversed().filter(({ path, session, image }) => {
    const isFolder = session === "directory" && image === null ||
      session === null && image === "directory";
    if (isFolder && holders.has(path) && !needed.has(path)) return false;
    for (const folder of ancestors(path)) needed.add(folder);
    return true;
  });
  return kept.toReversed();
}

function ancestors(path: string): string[] {
  const names = path.split("/").slice(1, -1);
  return names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`);
}

function isNoise(
  { path, aspect }: Finding,
  rule: NoiseRule,
  session: FileTree,
  image: FileTree,
): boolean {
  const types = [session.get(path), image.get(path)].flatMap((node) => node ? [node.type] : []);
  switch (rule.ignores) {
    case "all":
      return true;
    case "files":
      return !types.includes("directory");
    case "content":
      return aspect === "content";
    case "added":
      return aspect === "added";
    case "derived":
      return types.includes("directory") || sourceIsEqual(rule, path, session, image);
    case "part":
      return false; // Left out of the digest already.
  }
}

function compareNodes(path: string, session?: FileNode, image?: FileNode): Finding[] {
  if (!image) return [{ path, aspect: "missing", session: session!.type, image: null }];
  if (!session) return [{ path, aspect: "added", session: null, image: image.type }];
  if (session.type !== image.type) {
    return [{ path, aspect: "type", session: session.type, image: image.type }];
  }
  const findings: Finding[] = [];
  const compare = (aspect: Finding["aspect"], of: (node: FileNode) => string) => {
    const [one, other] = [of(session), of(image)];
    if (one !== other) findings.push({ path, aspect, session: one, image: other });
  };
  // Nobody can choose the mode of a symbolic link.
  if (session.type !== "symlink") compare("mode", ({ mode }) => mode.toString(8).padStart(4, "0"));
  compare("owner", ({ owner }) => owner);
  compare("capabilities", ({ attributes }) => attributes ?? "none");
  compare(session.type === "symlink" ? "link" : "device", ({ target }) => target ?? "");
  if (session.digest !== image.digest) compare("content", contentName);
  return findings;
}

function contentName({ size, digest }: FileNode): string {
  return `${size} bytes, sha256:${digest}`;
}
