import { Failure } from "../failure.ts";
import { basename, dirname, isWithin } from "../path.ts";

/**
 * The directory that an archive is unpacked into. Every path is looked at before it is used, so
 * that no symbolic link leads out of it.
 */
export class Destination {
  /** Real paths of directories below the root, by their names. */
  readonly #known = new Map<string, string>();

  /** @param root absolute, symbolic links resolved */
  constructor(readonly root: string) {}

  /**
   * Where `name` goes, once the directories above it exist, and whether something is there already
   * that it replaces.
   *
   * @param name normalised path below the root
   * @throws Failure for a name that leads outside, and where a directory would replace something
   * else or the reverse
   */
  place(name: string, isDirectory: boolean): { path: string; taken: boolean } {
    const path = `${this.#directory(dirname(name))}/${basename(name)}`;
    const there = lstat(path);
    if (there === undefined) return { path, taken: false };
    if (there.isDirectory !== isDirectory) throw mismatch(name, there.isDirectory);
    return { path, taken: true };
  }

  /** The path of something extracted before, the target of a hard link. */
  existing(name: string): string {
    return `${this.#directory(dirname(name))}/${basename(name)}`;
  }

  /** Makes a directory that may exist already; its mode comes later. */
  makeDirectory(path: string): void {
    if (lstat(path) === undefined) Deno.mkdirSync(path, { mode: 0o700 });
  }

  /** A link has been made: what is known of directories may be wrong. */
  forget(): void {
    this.#known.clear();
  }

  /** The real path of directory `name`, made with its parents where it is missing. */
  #directory(name: string): string {
    if (name === ".") return this.root;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const path = `${this.#directory(dirname(name))}/${basename(name)}`;
    if (lstat(path) === undefined) Deno.mkdirSync(path);
    const real = Deno.realPathSync(path);
    if (!isWithin(this.root, real)) {
      throw new Failure(`${name} leads outside of the directory, through a symbolic link`, {
        next: "Remove the link, or choose another destination",
      });
    }
    this.#known.set(name, real);
    return real;
  }
}

function lstat(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function mismatch(name: string, isDirectory: boolean): Failure {
  return new Failure(
    isDirectory
      ? `Cannot replace directory ${name} by what is not a directory`
      : `Cannot replace ${name} by a directory`,
    { next: "Move it out of the way, or choose another destination" },
  );
}
