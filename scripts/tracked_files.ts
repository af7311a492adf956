/**
 * The files that git has or would take up, relative to the working directory.
 *
 * @param places folders and patterns as `git ls-files` takes them; everything when left out
 */
export async function trackedFiles(...places: string[]): Promise<string[]> {
  const { success, stdout } = await new Deno.Command("git", {
    args: ["ls-files", "-z", "--cached", "--others", "--exclude-standard", ...places],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error("git ls-files failed");
  const listed = new TextDecoder().decode(stdout).split("\0").filter(Boolean);
  return listed.filter(isPlainFile);
}

/** False for links, submodules, and for what was deleted and not yet committed. */
function isPlainFile(path: string): boolean {
  try {
    return Deno.lstatSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
