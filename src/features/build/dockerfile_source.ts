import { concatChunks } from "../../lib/byte_chunks.ts";
import { basename, dirname, join } from "../../lib/path.ts";
import { locateDockerfile } from "../context/dockerfile.ts";
import type { BuildPlan } from "./plan.ts";
import type { BuildWork } from "./request.ts";

/** Where the Dockerfile is: a file, or text that came from elsewhere. */
export type DockerfileSource =
  | { kind: "file"; directory: string; name: string }
  | { kind: "text"; content: Uint8Array };

/**
 * Finds a build's Dockerfile: that of the context by default, one on stdin for `-`.
 *
 * @param context absolute directory
 * @throws Failure when it is not there
 */
export async function findDockerfile(
  { dockerfile }: BuildPlan,
  context: string,
  work: BuildWork,
): Promise<DockerfileSource> {
  if (dockerfile === "-") return { kind: "text", content: await concatChunks(work.stdin()) };
  const { named } = await locateDockerfile(context, work.cwd, dockerfile);
  return { kind: "file", directory: dirname(named), name: basename(named) };
}

/** Its text; undefined when it cannot be read any more. */
export async function dockerfileText(source: DockerfileSource): Promise<string | undefined> {
  if (source.kind === "text") return new TextDecoder().decode(source.content);
  try {
    return await Deno.readTextFile(join(source.directory, source.name));
  } catch {
    return undefined; // It was readable for the build; whoever asks now only adds to an error.
  }
}

/** Where it lies, if anywhere: its own ignore file is beside it. */
export function placeOfSource(source: DockerfileSource): { named: string } | undefined {
  return source.kind === "file" ? { named: join(source.directory, source.name) } : undefined;
}
