import { concatChunks } from "../../../lib/byte_chunks.ts";
import { Failure, UsageFailure } from "../../../lib/failure.ts";
import { isWithin, relative } from "../../../lib/path.ts";
import { detectArchive } from "../../../lib/tar/detect.ts";
import { contextDirectory, locateDockerfile } from "../../context/dockerfile.ts";
import type { BuildPlan } from "../plan.ts";
import { contextFiles } from "./context_files.ts";
import type { ContextFiles } from "./rule.ts";
import { refuseRemote } from "../remote/open.ts";

/** A Dockerfile to check, read. */
export interface OpenedDockerfile {
  /** Its path seen from the working directory where it lies below that; `-` for stdin. */
  file: string;
  text: string;
  /** Undefined when there is no context to look at. */
  context: ContextFiles | undefined;
}

/** What reading needs of the world. */
export interface OpenWork {
  /** Absolute. */
  cwd: string;
  stdin(): AsyncIterable<Uint8Array>;
}

/**
 * Reads the Dockerfile of a build that is planned, as the build would find it.
 *
 * @throws UsageFailure when it is not there: exit code 1 is for what the check finds
 */
export async function openDockerfile(
  { source, dockerfile }: Pick<BuildPlan, "source" | "dockerfile">,
  work: OpenWork,
): Promise<OpenedDockerfile> {
  if (source.kind === "stdin") {
    return { file: "-", text: await textOfStdin(work), context: undefined };
  }
  const path = source.kind === "remote" ? source.address : source.path;
  await refuseRemote(path, work.cwd);
  try {
    const directory = await contextDirectory(work.cwd, path);
    if (dockerfile === "-") {
      const text = await textOfStdin(work);
      return { file: "-", text, context: await contextFiles(directory) };
    }
    const place = await locateDockerfile(directory, work.cwd, dockerfile);
    const { named } = place;
    return {
      file: isWithin(work.cwd, named) ? relative(work.cwd, named) : named,
      text: await readText(named),
      context: await contextFiles(directory, place),
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message, why, next } = error;
    throw new UsageFailure(message, { why, next, cause: error });
  }
}

async function textOfStdin({ stdin }: OpenWork): Promise<string> {
  const bytes = await concatChunks(stdin());
  if (detectArchive(bytes.subarray(0, 1024))) {
    throw new UsageFailure("Standard input holds an archive, and --check reads a Dockerfile", {
      next: "Name the directory that holds the Dockerfile, or send the Dockerfile alone",
    });
  }
  return new TextDecoder().decode(bytes);
}

async function readText(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`Cannot read ${path}`, {
      why,
      next: "Make it a file that you may read",
      cause: error,
    });
  }
}
