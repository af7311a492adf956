import { compilePattern } from "../../lib/ignore/pattern.ts";
import { basename, dirname, join, normalize } from "../../lib/path.ts";

const wildcards = /[*?[\]\\]/;

/**
 * The patterns that stand for paths which the engine wants to see with all that they lead to:
 * each path and every symbolic link on the way, its target included, within `root` (engine.md
 * 5.5). A link that points outside the context is followed as if the context were the root.
 *
 * @param root absolute directory
 * @param paths from the root, with wildcards in single names
 * @returns none when one of the paths is the root itself: then everything is wanted
 */
export function followPaths(root: string, paths: readonly string[]): string[] {
  if (paths.some((path) => normalize(`/${path}`) === "/")) return [];
  const followed = new Set<string>();
  for (const path of paths) follow(root, path, followed);
  return [...followed].sort();
}

function follow(root: string, path: string, followed: Set<string>) {
  const segments = normalize(`/${path}`).split("/").filter(Boolean);
  let current = "";
  for (const [index, segment] of segments.entries()) {
    current = join(current, segment);
    const isLast = index === segments.length - 1;
    const targets = linkTargets(root, current);
    if (targets.length === 0 && !isLast) continue;
    if (followed.has(current)) return;
    followed.add(current);
    const rest = segments.slice(index + 1).join("/");
    for (const target of targets) follow(root, join(target, rest), followed);
    if (targets.length > 0) return;
  }
}

/** What the links named by `path`, whose last name may hold wildcards, point to. */
function linkTargets(root: string, path: string): string[] {
  const name = basename(path);
  if (!wildcards.test(name)) return readLink(root, path);
  const fits = compilePattern(name);
  const parent = dirname(path) === "." ? "" : dirname(path);
  return namesIn(join(root, parent))
    .filter((candidate) => fits?.(candidate))
    .flatMap((candidate) => readLink(root, join(parent, candidate)));
}

function readLink(root: string, path: string): string[] {
  try {
    const target = Deno.readLinkSync(join(root, path));
    return [target.startsWith("/") ? normalize(target) : normalize(`/${dirname(path)}/${target}`)];
  } catch {
    return []; // Not a link, or not there: the walk itself tells what is missing.
  }
}

function namesIn(directory: string): string[] {
  try {
    return [...Deno.readDirSync(directory)].map(({ name }) => name);
  } catch {
    return []; // A wildcard in a directory that is not there matches nothing.
  }
}
