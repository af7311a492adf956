import type { LocalVersions } from "./base_family.ts";
import type { ProjectFindings } from "./findings.ts";
import { versionIn } from "./version_range.ts";

/** Interpreters that answer later than this are not waited for. */
const patience = 3000;

/**
 * Versions of the interpreters on this machine, of those languages that the project has. One that
 * is not there, or does not say, is left out.
 */
export async function localVersions(
  { python, node, r }: ProjectFindings,
  directory: string,
): Promise<LocalVersions> {
  const [pythonVersion, nodeVersion, rVersion] = await Promise.all([
    python && versionOf("python3", directory),
    node && versionOf("node", directory),
    r && versionOf("Rscript", directory),
  ]);
  return { python: pythonVersion, node: nodeVersion, r: rVersion };
}

/** In the project's directory, where version managers such as pyenv decide by its files. */
async function versionOf(program: string, directory: string): Promise<string | undefined> {
  const command = new Deno.Command(program, {
    args: ["--version"],
    cwd: directory,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(patience),
  });
  try {
    const { success, stdout, stderr } = await command.output();
    if (!success) return undefined;
    const decoder = new TextDecoder();
    // Old versions of R answer on stderr.
    return versionIn(decoder.decode(stdout)) ?? versionIn(decoder.decode(stderr));
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.PermissionDenied;
    if (isAbsent) return undefined;
    throw error;
  }
}
