import { Failure } from "../../../lib/failure.ts";
import { join, relative } from "../../../lib/path.ts";
import { defaultDockerfile, hasDockerfile } from "../../context/dockerfile.ts";
import type { BuildPlan } from "../plan.ts";
import type { BuildWork } from "../request.ts";
import { FetchProgress } from "./fetch_progress.ts";
import { type GitContext, withoutUser } from "./git_address.ts";
import { fetchCommit } from "./git_fetch.ts";
import { gitLogin } from "./git_login.ts";
import { type GitPlace, runGit } from "./git_process.ts";
import { directoryWithin, pathWithin, settleTree } from "./git_tree.ts";
import type { RemoteContext } from "./open.ts";

/** BuildKit's build argument that leaves git's own files in the context. */
const keepGitArgument = "BUILDKIT_CONTEXT_KEEP_GIT_DIR";
/** Attempts to remove a directory into which a process of git, just ended, may still write. */
const removals = 5;

/**
 * Checks a repository out in a temporary directory and builds from there.
 *
 * @throws Failure when it cannot be fetched, or the subdirectory or Dockerfile is not in it
 */
export async function openRepository(
  context: GitContext,
  plan: BuildPlan,
  work: BuildWork,
): Promise<RemoteContext> {
  await using undo = new AsyncDisposableStack();
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "dk-git-" }));
  undo.defer(() => removeTree(root));
  const shown = withoutUser(context.remote);
  const login = gitLogin(context.remote, work.env);
  using progress = new FetchProgress(
    `Fetch ${shown}${context.ref ? `#${context.ref}` : ""}`,
    work.observe,
  );
  const place: GitPlace = {
    directory: root,
    env: { ...work.env, ...await quietly(context.remote, root, work), ...login.env },
    secrets: login.secrets,
    onOutput: (text) => progress.output(text),
    signal: work.signal,
  };
  const commit = await fetchCommit({ ...context, remote: login.remote }, place);
  const keepGit = isTrue(plan.buildArgs[keepGitArgument]);
  await settleTree(root, commit.time, { keepGit, signal: work.signal });
  const path = await directoryWithin(root, context.subdirectory || ".", shown);
  const dockerfile = await dockerfileWithin(root, path, plan.dockerfile, shown);
  progress.done();
  // Files of another commit may have changed and kept their size: each commit has a key of its own.
  const identity = `${shown} ${commit.id} ${context.subdirectory} ${keepGit}`;
  const source = { kind: "directory", path, identity } as const;
  const kept = undo.move();
  return {
    plan: { ...plan, source, dockerfile },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/**
 * The Dockerfile: `-f` is seen from the context, whose own one is the default. As with any context
 * it may lie outside of that, but not outside of the repository.
 */
async function dockerfileWithin(
  root: string,
  context: string,
  given: string | undefined,
  shown: string,
): Promise<string | undefined> {
  if (given === "-") return given;
  if (given === undefined && !await hasDockerfile(context)) {
    throw new Failure(`There is no Dockerfile in the build context of ${shown}`, {
      next: "Name a directory with #REF:SUBDIRECTORY, or the Dockerfile with -f",
    });
  }
  const path = given === undefined ? await defaultDockerfile(context) : join(context, given);
  await pathWithin(root, relative(root, path), shown);
  return path;
}

/** Variables that keep git and ssh from asking where nobody can answer. */
async function quietly(
  remote: string,
  directory: string,
  { env, interactive, signal }: BuildWork,
): Promise<Record<string, string>> {
  if (interactive) return {};
  const quiet = { GIT_TERMINAL_PROMPT: "0" };
  if (/^(https?|git|file):/.test(remote) || env.GIT_SSH_COMMAND || env.GIT_SSH) return quiet;
  const place = { directory, env, secrets: [], signal };
  const { stdout } = await runGit(["config", "--get", "core.sshCommand"], place);
  return stdout.trim() ? quiet : { ...quiet, GIT_SSH_COMMAND: "ssh -o BatchMode=yes" };
}

/** As BuildKit reads booleans of build arguments (Go's strconv.ParseBool). */
function isTrue(text: string | null | undefined): boolean {
  return ["1", "t", "T", "true", "TRUE", "True"].includes(text ?? "");
}

async function removeTree(root: string): Promise<void> {
  for (let left = removals;; left--) {
    try {
      return await Deno.remove(root, { recursive: true });
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
