/**
 * POSIX paths, the few operations that dk needs. `node:path` would cost 5 ms at every start
 * (measured), a third of what the whole command may take.
 */

/** Removes `.`, empty and resolvable `..` segments; the empty path becomes `.`. */
export function normalize(path: string): string {
  const absolute = path.startsWith("/");
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!absolute) kept.push("..");
  }
  const joined = kept.join("/");
  return absolute ? `/${joined}` : joined || ".";
}

/** Joins and normalises; empty parts are skipped. */
export function join(...parts: string[]): string {
  return normalize(parts.filter((part) => part !== "").join("/"));
}

/** `path` as an absolute path, seen from the absolute directory `base`. */
export function resolve(base: string, path: string): string {
  return path.startsWith("/") ? normalize(path) : join(base, path);
}

/** All but the last segment: `/` for the root's children, `.` for a bare name. */
export function dirname(path: string): string {
  const trimmed = trimSlashes(path);
  const slash = trimmed.lastIndexOf("/");
  if (slash < 0) return ".";
  return slash === 0 ? "/" : trimSlashes(trimmed.slice(0, slash));
}

/** The last segment; empty for the root. */
export function basename(path: string): string {
  const trimmed = trimSlashes(path);
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

/** The way from directory `from` to `to`, both absolute; `.` when they are the same. */
export function relative(from: string, to: string): string {
  const source = normalize(from).split("/").filter(Boolean);
  const target = normalize(to).split("/").filter(Boolean);
  let shared = 0;
  while (shared < source.length && source[shared] === target[shared]) shared++;
  return [...source.slice(shared).map(() => ".."), ...target.slice(shared)].join("/") || ".";
}

/** True for `directory` itself and for everything below it; both normalised. */
export function isWithin(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`);
}

function trimSlashes(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}
