import { UsageFailure } from "../../lib/failure.ts";

/** Kernel's list of what is mounted where in this process's view. */
const mountList = "/proc/self/mountinfo";

/**
 * Refuses a directory that is seldom meant as a build context and always costly: the root, the
 * home directory, the top of a mounted file system.
 *
 * @param directory absolute, links resolved
 * @throws UsageFailure naming the directory; `--force` is the way around
 */
export async function refuseCostlyContext(
  directory: string,
  home: string | undefined,
): Promise<void> {
  const what = directory === "/"
    ? "the root of the file system"
    : home !== undefined && directory === await realPath(home)
    ? "your home directory"
    : await isMountPoint(directory)
    ? "the top of a mounted file system"
    : undefined;
  if (!what) return;
  throw new UsageFailure(`The build context ${directory} is ${what}`, {
    why: "Everything below it would be looked through and could end in the image",
    next: "Build from the project's own folder, or add --force if this is meant",
  });
}

async function realPath(path: string): Promise<string | undefined> {
  try {
    return await Deno.realPath(path);
  } catch {
    return undefined; // A home that does not exist is not the context, which does.
  }
}

async function isMountPoint(directory: string): Promise<boolean> {
  let list: string;
  try {
    list = await Deno.readTextFile(mountList);
  } catch {
    return false; // Not Linux: there is no cheap way to know, and the check only saves time.
  }
  return mountPoints(list).includes(directory);
}

/** The mount points of the kernel's list; it writes spaces and the like as octal numbers. */
export function mountPoints(list: string): string[] {
  return list.split("\n").filter(Boolean).map((line) =>
    line.split(" ")[4].replace(/\\([0-7]{3})/g, (_, code) => String.fromCharCode(parseInt(code, 8)))
  );
}
