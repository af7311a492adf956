/**
 * The npm packages of dk as a `node_modules` folder, which is where a bundler looks for them.
 * Deno keeps packages in its own cache instead; the folder holds links into that.
 */

/** What dk needs of `deno info --json`. */
interface Graph {
  modules: { npmPackage?: string }[];
  npmPackages?: Record<string, NpmPackage>;
}

interface NpmPackage {
  name: string;
  version: string;
  /** Identifiers of other packages, also of those for other platforms. */
  dependencies: string[];
  localPath: string;
}

/**
 * Makes a temporary folder with a link for every npm package that `entry` reaches.
 *
 * @returns the folder, removed when disposed
 * @throws Error when two versions of one package are needed: a flat folder holds only one
 */
export async function npmFolder(entry: string): Promise<{ path: string } & AsyncDisposable> {
  const packages = reached(await moduleGraph(entry));
  const path = await Deno.makeTempDir({ prefix: "dk-npm-" });
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => Deno.remove(path, { recursive: true }));
  const versions = new Map<string, string>();
  for (const { name, version, localPath } of packages) {
    const other = versions.get(name);
    if (other !== undefined && other !== version) {
      throw new Error(`Two versions of ${name} are needed: ${other} and ${version}`);
    }
    versions.set(name, version);
    if (name.includes("/")) await Deno.mkdir(`${path}/${name.split("/")[0]}`, { recursive: true });
    await Deno.symlink(localPath, `${path}/${name}`);
  }
  const kept = cleanup.move();
  return { path, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

async function moduleGraph(entry: string): Promise<Graph> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", entry],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`deno info ${entry} failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** The packages that modules of the graph import, and all that those depend on. */
function reached({ modules, npmPackages = {} }: Graph): NpmPackage[] {
  const found = new Set<string>();
  const visit = (identifier: string) => {
    if (found.has(identifier)) return;
    found.add(identifier);
    npmPackages[identifier].dependencies.forEach(visit);
  };
  for (const { npmPackage } of modules) if (npmPackage) visit(npmPackage);
  return [...found].map((identifier) => npmPackages[identifier]);
}
