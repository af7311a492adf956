import { IgnoreMatcher } from "../../../lib/ignore/matcher.ts";
import { join } from "../../../lib/path.ts";
import type { DockerfilePlace } from "../../context/dockerfile.ts";
import { readIgnoreFile } from "../../context/open.ts";
import type { ContextFiles, FileState } from "./rule.ts";

/**
 * A context as BuildKit would see it. Nothing is walked: paths are looked up when asked for.
 *
 * @param directory absolute, symbolic links resolved
 * @param place of the Dockerfile, whose own ignore file goes first
 * @throws Failure for an ignore file that cannot be read or is malformed
 */
export async function contextFiles(
  directory: string,
  place?: DockerfilePlace,
): Promise<ContextFiles> {
  const ignore = await readIgnoreFile(directory, place, "buildkit");
  const matcher = ignore && new IgnoreMatcher(ignore.patterns, ignore.file);
  const ignored = (path: string, isDirectory: boolean): FileState | undefined => {
    // Of an ignored directory, exceptions may keep a part.
    if (!matcher || isDirectory && matcher.hasExceptions) return undefined;
    const decision = matcher.explain(path, "buildkit");
    const line = decision.pattern?.line;
    return decision.ignored && line !== undefined
      ? { kind: "ignored", file: ignore!.file, line }
      : undefined;
  };
  return {
    hasIgnoreFile: ignore !== undefined,
    lookUp(path) {
      const found = entryKind(join(directory, path));
      if (found === "missing") return { kind: "missing" };
      return ignored(path, found === "directory") ?? { kind: "sent" };
    },
  };
}

function entryKind(path: string): "missing" | "directory" | "other" {
  try {
    return Deno.lstatSync(path).isDirectory ? "directory" : "other";
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return "missing";
    return "other"; // It is there, and cannot be looked at; the build tells why.
  }
}
