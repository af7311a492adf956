import { Failure } from "../../../lib/failure.ts";
import { type GitContext, withoutUser } from "./git_address.ts";
import { type GitPlace, runGit } from "./git_process.ts";

/** A commit that has been checked out. */
export interface Commit {
  id: string;
  /** When it was made, in seconds since the epoch. */
  time: number;
}

/** Exit code of `git ls-remote --exit-code` when the repository has no such ref. */
const noSuchRef = 2;

/**
 * Fetches one commit of a repository, as little of its past as the server lets it, and checks it
 * out with its submodules in `place.directory`, which must be empty.
 *
 * @throws Failure when the repository cannot be reached or has no such ref, in git's words
 */
export async function fetchCommit(context: GitContext, place: GitPlace): Promise<Commit> {
  const { remote } = context;
  await mustRun(["init", "--quiet", "--template="], place, "Cannot make a repository");
  await mustRun(["remote", "add", "origin", remote], place, `Cannot fetch ${remote}`);
  const commit = await fetchRef(context, place);
  const checkedOut = ["checkout", "--quiet", "--detach", commit];
  await mustRun(checkedOut, place, `Cannot check out ${commit} of ${remote}`);
  await updateSubmodules(context, place);
  const asked = ["-c", "log.showSignature=false", "log", "-1", "--format=%H %ct"];
  const [id, seconds] = (await mustRun(asked, place, `Cannot read ${commit}`)).trim().split(" ");
  return { id, time: Number(seconds) };
}

/** Fetches a ref; resolves with a name for its commit. */
async function fetchRef(context: GitContext, place: GitPlace): Promise<string> {
  const ref = context.ref ?? "HEAD";
  const fetch = ["fetch", "--progress", "--no-tags", "--no-recurse-submodules"];
  const shallow = await runGit([...fetch, "--depth=1", "origin", "--", ref], place);
  if (shallow.code === 0) return "FETCH_HEAD";
  const isCommit = /^[0-9a-f]{7,64}$/.test(ref);
  const { code, complaint } = await runGit(
    ["ls-remote", "--quiet", "--exit-code", "origin", ref],
    place,
  );
  if (code !== 0 && code !== noSuchRef) throw unreachable(context, complaint);
  if (code === noSuchRef && !isCommit) throw missingRef(context);
  // Servers without a program of their own know no depth, some hand out no commit by its id.
  const refs = isCommit
    ? ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"]
    : [ref];
  const whole = await runGit([...fetch, "origin", "--", ...refs], place);
  if (whole.code !== 0) throw unreachable(context, whole.complaint);
  if (!isCommit) return "FETCH_HEAD";
  const named = await runGit(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`], place);
  if (named.code !== 0) throw missingRef(context);
  return named.stdout.trim();
}

async function updateSubmodules({ remote }: GitContext, place: GitPlace): Promise<void> {
  if (!await hasSubmodules(place.directory)) return;
  // A repository must not reach for others in this machine's files.
  const update = ["-c", "protocol.file.allow=user", "submodule", "update", "--init", "--recursive"];
  const shallow = await runGit([...update, "--depth=1"], place);
  if (shallow.code === 0) return;
  await mustRun(update, place, `Cannot fetch the submodules of ${remote}`);
}

async function hasSubmodules(directory: string): Promise<boolean> {
  try {
    await Deno.lstat(`${directory}/.gitmodules`);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Runs git and resolves with its stdout. @throws Failure saying `failed` when git fails */
async function mustRun(args: string[], place: GitPlace, failed: string): Promise<string> {
  const { code, stdout, complaint } = await runGit(args, place);
  if (code === 0) return stdout;
  throw new Failure(failed, { why: complaint || `git ended with exit code ${code}` });
}

function unreachable({ remote }: GitContext, complaint: string): Failure {
  return new Failure(`Cannot fetch the git repository ${withoutUser(remote)}`, {
    why: complaint || "git gave no reason",
    next: `Check the address and your access: git ls-remote ${withoutUser(remote)}`,
  });
}

function missingRef({ remote, ref = "HEAD" }: GitContext): Failure {
  return new Failure(`There is no ${ref} in the git repository ${withoutUser(remote)}`, {
    why: "It names no branch, tag or commit there",
    next: `See what there is: git ls-remote ${withoutUser(remote)}`,
  });
}
