const prefix = "dk-bench-";
const lockName = "lock";
/** Milliseconds that a folder may lack its lock: it is about to be put there. */
const patience = 60_000;

/**
 * A folder of the benchmark's own below `base`, removed when disposed of. Removes what benchmarks
 * that were killed left there: their folders are no longer locked, in whatever process namespace
 * they ran.
 */
export class BenchFolder implements AsyncDisposable {
  private constructor(readonly path: string, readonly lock: Deno.FsFile) {}

  static async make(base: string): Promise<BenchFolder> {
    await removeAbandoned(base);
    const path = await Deno.makeTempDir({ dir: base, prefix });
    const lock = await Deno.create(`${path}/${lockName}`);
    await lock.lock(true);
    return new BenchFolder(path, lock);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.lock.close();
    await Deno.remove(this.path, { recursive: true });
  }
}

async function removeAbandoned(base: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(base)) {
    const path = `${base}/${name}`;
    if (!isDirectory || !name.startsWith(prefix) || !await isAbandoned(path)) continue;
    await Deno.remove(path, { recursive: true });
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    using lock = await Deno.open(`${path}/${lockName}`, { write: true });
    return await lock.tryLock(true);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return await isOld(path);
}

async function isOld(path: string): Promise<boolean> {
  try {
    const { mtime } = await Deno.stat(path);
    return Date.now() - Number(mtime) > patience;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false; // Its owner was quicker.
    throw error;
  }
}
