import { dirname, join, resolve } from "../../lib/path.ts";

/**
 * Address of the repository that a folder was cloned from, as git's own configuration has it: the
 * remote `origin`. Undefined without a repository or a remote. Read without git, which refuses
 * folders of other users and need not be installed.
 *
 * @param directory absolute
 */
export async function gitOrigin(directory: string): Promise<string | undefined> {
  for (let at = directory;; at = dirname(at)) {
    const config = await repositoryConfig(join(at, ".git"));
    if (config !== undefined) return originIn(config);
    if (dirname(at) === at) return undefined;
  }
}

/** Text of the configuration; `.git` is a file in a worktree and in a submodule (gitrepository-layout(5)). */
async function repositoryConfig(git: string): Promise<string | undefined> {
  const pointer = /^gitdir: (.+)$/m.exec(await textOf(git) ?? "")?.[1];
  const own = pointer === undefined ? git : resolve(dirname(git), pointer);
  const common = (await textOf(join(own, "commondir")))?.trim();
  return await textOf(join(common === undefined ? own : resolve(own, common), "config"));
}

function originIn(config: string): string | undefined {
  let isOrigin = false;
  for (const line of config.split("\n")) {
    if (/^\s*\[/.test(line)) isOrigin = /^\s*\[remote "origin"\]/.test(line);
    const url = isOrigin ? /^\s*url\s*=\s*(\S+)/.exec(line)?.[1] : undefined;
    if (url) return url;
  }
  return undefined;
}

/** Undefined for what cannot be read: a label is not worth a failure. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch {
    return undefined;
  }
}
