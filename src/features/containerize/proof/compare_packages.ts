import type { InstalledPackage } from "./installed_packages.ts";
import type { PackageComparison } from "./proof.ts";

/** A package that one side has not, or not in this version. */
export interface PackageDifference {
  session?: InstalledPackage;
  image?: InstalledPackage;
}

/** Both lists side by side: for the proof by manager, and the pairs that differ. */
export function comparePackages(
  session: ReadonlyMap<string, InstalledPackage>,
  image: ReadonlyMap<string, InstalledPackage>,
): { packages: Record<string, PackageComparison>; different: PackageDifference[] } {
  const packages: Record<string, PackageComparison> = {};
  const different: PackageDifference[] = [];
  for (const key of [...new Set([...session.keys(), ...image.keys()])].sort()) {
    const [one, other] = [session.get(key), image.get(key)];
    const { manager, name } = (one ?? other)!;
    const list = packages[manager] ??= { equal: [], different: [] };
    if (one?.version === other?.version) {
      list.equal.push(`${name} ${one!.version}`);
      continue;
    }
    const versions = { session: one?.version ?? null, image: other?.version ?? null };
    list.different.push({ name, ...versions });
    different.push({ session: one, image: other });
  }
  return { packages, different };
}
