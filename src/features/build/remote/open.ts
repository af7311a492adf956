import { UsageFailure } from "../../../lib/failure.ts";
import { resolve } from "../../../lib/path.ts";
import type { BuildPlan, LocalSource } from "../plan.ts";
import type { BuildWork } from "../request.ts";
import { isRemoteContext, parseGitContext, withoutUser } from "./git_address.ts";

/** A context from elsewhere, at hand; disposing it removes what was fetched. */
export interface RemoteContext extends AsyncDisposable {
  /** The plan with a context of this machine. */
  plan: BuildPlan<LocalSource>;
  /** The archive or Dockerfile that a web server sends, in place of standard input. */
  stdin?(): AsyncIterable<Uint8Array>;
}

/**
 * Fetches the context that `address` names: a git repository, or an archive or Dockerfile of a web
 * server. A directory of that name goes first, as with docker.
 *
 * @throws Failure when it cannot be fetched
 */
export async function openRemoteContext(
  address: string,
  plan: BuildPlan,
  work: BuildWork,
): Promise<RemoteContext> {
  if (!await isRemote(address, work.cwd)) {
    const source = { kind: "directory", path: address } as const;
    return { plan: { ...plan, source }, async [Symbol.asyncDispose]() {} };
  }
  const git = parseGitContext(address);
  if (!git) return await openDownload(address, plan, work);
  const { openRepository } = await import("./repository.ts");
  return await openRepository(git, plan, work);
}

async function openDownload(
  address: string,
  plan: BuildPlan,
  { observe, signal }: BuildWork,
): Promise<RemoteContext> {
  const name = withoutUser(address);
  if (plan.dockerfile === "-") {
    throw new UsageFailure(`A Dockerfile on standard input does not go with ${name}`, {
      why: "dk puts no file into an archive",
      next: "Unpack it, and build from its directory",
    });
  }
  const { httpFetch } = await import("./http_fetch.ts");
  const step = { kind: "step", id: name, name: `Fetch ${name}` } as const;
  observe({ ...step, state: "started" });
  const begun = performance.now();
  const body = await httpFetch(address, signal);
  observe({ ...step, state: "done", seconds: (performance.now() - begun) / 1000 });
  const source = { kind: "stdin", address: name } as const;
  return { plan: { ...plan, source }, stdin: () => body, async [Symbol.asyncDispose]() {} };
}

/** For what reads directories alone. @throws UsageFailure for a context that must be fetched */
export async function refuseRemote(context: string, cwd: string): Promise<void> {
  if (!await isRemote(context, cwd)) return;
  throw new UsageFailure(`Cannot look into ${withoutUser(context)} from here`, {
    next: "Fetch it first (git clone, curl), and name the directory",
  });
}

/** Whether a context is an address, and no directory of that name is there. */
export async function isRemote(context: string, cwd: string): Promise<boolean> {
  if (!isRemoteContext(context)) return false;
  try {
    return !(await Deno.stat(resolve(cwd, context))).isDirectory;
  } catch {
    return true; // Whatever the reason, it is no directory to build from.
  }
}
