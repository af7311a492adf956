/**
 * What tells two names of one file apart from two files. A number cannot hold inodes beyond 2^53
 * exactly (overlayfs marks its layers in the high bits): those are asked for again in full.
 */
export async function inodeKey(path: string, { dev, ino }: Deno.FileInfo): Promise<string> {
  if (ino !== null && Number.isSafeInteger(ino)) return `${dev}:${ino}`;
  const { lstatSync } = await import("node:fs");
  return `${dev}:${lstatSync(path, { bigint: true }).ino}`;
}
