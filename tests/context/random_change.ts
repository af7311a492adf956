import type { Random } from "./random.ts";

/** What may happen to a path between two builds. */
const changes: ((path: string, root: string, random: Random) => void)[] = [
  (path) => Deno.removeSync(path, { recursive: true }),
  (path) => Deno.chmodSync(path, 0o750),
  (path) => Deno.utimeSync(path, 1_600_000_000, 1_600_000_000),
  (path, root) => Deno.linkSync(path, `${root}/linked`),
  (path, root) => Deno.renameSync(path, `${root}/moved`),
  (path) => {
    Deno.removeSync(path, { recursive: true });
    Deno.mkdirSync(path);
    Deno.writeTextFileSync(`${path}/new`, "new");
  },
  (path) => {
    Deno.removeSync(path, { recursive: true });
    Deno.symlinkSync("elsewhere", path);
  },
  (path, _, random) => {
    Deno.removeSync(path, { recursive: true });
    Deno.writeTextFileSync(path, "x".repeat(random.below(100)));
  },
];

/** Changes a few paths of a context, but not its own files; what cannot be done is left undone. */
export function changeTree(root: string, random: Random): void {
  for (let count = 1 + random.below(5); count > 0; count--) {
    const paths = pathsBelow(root).filter((path) => !/^\.|ockerfile/.test(path));
    if (paths.length === 0) return;
    const path = `${root}/${random.pick(paths)}`;
    try {
      random.pick(changes)(path, root, random);
    } catch (error) {
      if (!(error instanceof Error)) throw error; // A link that leads nowhere, a name taken: no change.
    }
  }
}

/** All paths from the root, links not followed, in lexical order. */
function pathsBelow(root: string, prefix = ""): string[] {
  const entries = [...Deno.readDirSync(`${root}/${prefix}`)];
  return entries.sort((a, b) => a.name < b.name ? -1 : 1).flatMap(({ name, isDirectory }) => [
    `${prefix}${name}`,
    ...isDirectory ? pathsBelow(root, `${prefix}${name}/`) : [],
  ]);
}
