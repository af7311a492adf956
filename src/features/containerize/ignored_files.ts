import { IgnoreMatcher } from "../../lib/ignore/matcher.ts";
import type { DockerfilePlan } from "./plan.ts";
import type { Project } from "./project.ts";

/**
 * What the user should know of handmade files that the project's own ignore file leaves out: dk sends
 * them all the same, a later build from the folder would not find them.
 */
export function ignoredFilesWarning(
  { files }: Pick<DockerfilePlan, "files">,
  { patterns, hasIgnoreFile }: Pick<Project, "patterns" | "hasIgnoreFile">,
): string | undefined {
  if (!hasIgnoreFile) return undefined;
  const matcher = new IgnoreMatcher(patterns, ".dockerignore");
  const ignored = files.find(({ path }) => matcher.matchesAlone(path));
  return ignored &&
    `.dockerignore leaves out ${ignored.path}, which the Dockerfile copies; add !docker/files to it`;
}
