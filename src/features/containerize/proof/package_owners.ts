import { basename, dirname } from "../../../lib/path.ts";
import type { PackageDifference } from "./compare_packages.ts";
import type { Finding } from "./compare_trees.ts";
import type { InstalledPackage } from "./installed_packages.ts";

/** Finds the package that a differing path belongs to, of those that differ themselves. */
export class PackageOwners {
  readonly #files = new Map<string, PackageDifference>();
  /** Folders that are a package's own, with all that is in them. */
  readonly #folders = new Map<string, PackageDifference>();
  /** Folders that hold files of a package: lists do not always name them. */
  readonly #above = new Map<string, PackageDifference>();

  constructor(different: readonly PackageDifference[]) {
    for (const each of different) {
      for (const one of [each.session, each.image]) if (one) this.#add(one, each);
    }
  }

  /** Undefined for a path that no differing package has. */
  owner({ path, aspect }: Finding): PackageDifference | undefined {
    const own = this.#files.get(path) ?? this.#files.get(sourceOf(path));
    if (own) return own;
    if (basename(path) === "__pycache__") return this.#above.get(dirname(path));
    for (let folder = path; folder !== "/"; folder = dirname(folder)) {
      const whole = this.#folders.get(folder);
      if (whole) return whole;
    }
    return aspect === "missing" || aspect === "added" ? this.#above.get(path) : undefined;
  }

  #add(one: InstalledPackage, difference: PackageDifference) {
    const files = one.place ? [one.place, ...one.files()] : one.files();
    for (const path of files) {
      this.#files.set(path, difference);
      for (let folder = dirname(path); !this.#above.has(folder); folder = dirname(folder)) {
        this.#above.set(folder, difference);
        if (folder === "/") break;
      }
    }
    if (one.folder) this.#folders.set(one.folder, difference);
  }
}

/** The file of a package that another comes from: compiled Python, what dpkg keeps of a package. */
function sourceOf(path: string): string {
  const compiled = /^(.*)\/__pycache__\/([^/]+?)\.[\w-]+(?:\.opt-\d)?\.pyc$/.exec(path);
  if (compiled) return `${compiled[1]}/${compiled[2]}.py`;
  return path.replace(/^(\/var\/lib\/dpkg\/info\/[^/]+)\.\w+$/, "$1.list");
}
