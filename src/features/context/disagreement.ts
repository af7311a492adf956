import type { BuildContext } from "./entry.ts";

/** Paths, directories not counted, that only one of the two builders would be sent. */
export interface Disagreement {
  classicOnly: string[];
  buildkitOnly: string[];
}

/**
 * Whether BuildKit's view of a context tells the classic builder's, too: they differ over ignored
 * directories that exceptions point into, and over the ignore file of a Dockerfile's own.
 */
export function isSameForClassic({ ignoreFile, patterns }: BuildContext): boolean {
  return (ignoreFile === undefined || ignoreFile === ".dockerignore") &&
    !patterns.some(({ exception }) => exception);
}

/**
 * Where the two builders would be sent different files, the same context opened by the rules of
 * each. Dockerfile and ignore file do not count: both builders get them, each in its own way.
 */
export function disagreement(classic: BuildContext, buildkit: BuildContext): Disagreement {
  const own = new Set([classic.dockerfile, ".dockerignore"]);
  const files = ({ entries }: BuildContext) =>
    entries.filter(({ name, type }) => type !== "directory" && !own.has(name))
      .map(({ name }) => name);
  const [left, right] = [files(classic), files(buildkit)];
  const [inLeft, inRight] = [new Set(left), new Set(right)];
  return {
    classicOnly: left.filter((name) => !inRight.has(name)),
    buildkitOnly: right.filter((name) => !inLeft.has(name)),
  };
}
