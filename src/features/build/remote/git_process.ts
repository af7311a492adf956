import { type Environment, setVariables } from "../../../lib/environment.ts";
import { Failure } from "../../../lib/failure.ts";

/** Where and how git runs. */
export interface GitPlace {
  /** The repository's working tree. */
  directory: string;
  /** The user's environment and what dk adds to it. */
  env: Environment;
  /** Texts that git may know and nobody is to see. */
  secrets: readonly string[];
  /** Takes what git says of its progress. */
  onOutput?(text: string): void;
  signal?: AbortSignal;
}

/** How git ended and what it said. */
export interface GitOutcome {
  code: number;
  stdout: string;
  /** Its last lines, without progress. */
  complaint: string;
}

/** Set by git for hooks and the like: git would work on that repository instead of dk's. */
const ofOuterRepository = [
  ..."ALTERNATE_OBJECT_DIRECTORIES COMMON_DIR DIR GRAFT_FILE IMPLICIT_WORK_TREE INDEX_FILE".split(
    " ",
  ),
  ..."INTERNAL_SUPER_PREFIX NAMESPACE OBJECT_DIRECTORY PREFIX SHALLOW_FILE WORK_TREE".split(" "),
].map((name) => `GIT_${name}`);

/** Milliseconds for the rest of git's words: a process that ssh left behind may hold its stderr. */
const lastWords = 200;
const keptComplaint = 8 * 1024;
const complaintLines = 6;

/**
 * Runs the system's git to its end.
 *
 * @throws Failure when there is no git
 * @throws the abort reason, untouched, after git has ended
 */
export async function runGit(args: readonly string[], place: GitPlace): Promise<GitOutcome> {
  const { signal } = place;
  signal?.throwIfAborted();
  const child = spawnGit(args, place);
  const stdout = collect(child.stdout, () => {});
  const stderr = collect(child.stderr, (text) => place.onOutput?.(redacted(text, place)));
  const { code } = await child.status;
  const [output, complaint] = await Promise.all([stdout.end(lastWords), stderr.end(lastWords)]);
  signal?.throwIfAborted();
  return { code, stdout: output, complaint: lastLines(redacted(complaint, place)) };
}

function spawnGit(args: readonly string[], { directory, env, signal }: GitPlace) {
  const given = setVariables(env);
  for (const name of ofOuterRepository) delete given[name];
  try {
    return new Deno.Command("git", {
      args: [...args],
      cwd: directory,
      clearEnv: true,
      env: given,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      signal,
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Failure("Cannot fetch a git repository without git", {
      why: "PATH does not hold it",
      next: "Install git, or build from a directory",
      cause: error,
    });
  }
}

/** Reads a stream as text while the process runs, keeping its end. */
function collect(stream: ReadableStream<Uint8Array>, see: (text: string) => void) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let kept = "";
  const finished = (async () => {
    for (let part; !(part = await reader.read()).done;) {
      const text = decoder.decode(part.value, { stream: true });
      kept = (kept + text).slice(-keptComplaint);
      see(text);
    }
  })();
  return {
    /** The text; waits at most `patience` milliseconds for the end of the stream. */
    async end(patience: number): Promise<string> {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise((resolve) => timer = setTimeout(resolve, patience));
      await Promise.race([finished, late]);
      clearTimeout(timer);
      await reader.cancel();
      return kept;
    },
  };
}

function redacted(text: string, { secrets }: GitPlace): string {
  return secrets.filter(Boolean).reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
}

/** What git said last; of a line that redraws itself, the last state. */
function lastLines(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, "").split("\r").at(-1)!.trim());
  return lines.filter(Boolean).slice(-complaintLines).join("\n");
}
