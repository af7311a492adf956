import { basename, dirname } from "../../lib/path.ts";

/** One COPY: sources relative to the project, target relative to the code directory. */
export interface CopyGroup {
  sources: string[];
  /** `""` for the code directory itself, else a folder's name with a slash at its end. */
  target: string;
}

/** What the image has of a project, and what its context has besides. */
export interface CopyState {
  /** Files that are in place already. */
  copied: ReadonlySet<string>;
  /** Those of them that are no longer as the project has them, and must stay so. */
  changed: ReadonlySet<string>;
  /** True when the context holds more than the project. */
  sharesContext: boolean;
}

/**
 * Groups files into as few COPYs as make sense: everything (`.`), whole folders where all of a
 * folder is needed or it is a Python package, and else the files of one folder together.
 */
export function groupCopies(
  needed: readonly string[],
  project: readonly string[],
  { copied, changed, sharesContext }: CopyState,
): CopyGroup[] {
  if (needed.length === 0) return [];
  const wanted = new Set(needed);
  const isAll = needed.length > 1 && !sharesContext && changed.size === 0 &&
    project.every((file) => wanted.has(file) || copied.has(file));
  if (isAll) return [{ sources: ["."], target: "" }];
  const groups = new Map<string, string[]>();
  const packages = packageFolders(project);
  const inPackages = project.filter((file) =>
    !copied.has(file) &&
    packages.some((folder) =>
      file.startsWith(folder) && needed.some((each) => each.startsWith(folder))
    )
  );
  const folders = wholeFolders([...needed, ...inPackages], project, copied)
    .filter((folder) => ![...changed].some((file) => file.startsWith(folder)));
  for (const file of [...new Set([...needed, ...inPackages])].sort()) {
    const folder = folders.find((whole) => file.startsWith(whole));
    if (folder !== undefined) groups.set(folder, [folder]);
    else {
      const parent = dirname(file) === "." ? "" : `${dirname(file)}/`;
      groups.set(parent, [...groups.get(parent) ?? [], file]);
    }
  }
  return [...groups].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([target, sources]) => ({ sources, target }));
}

/** Folders that Python imports as one, each with a slash at its end. */
function packageFolders(project: readonly string[]): string[] {
  return project.filter((file) => basename(file) === "__init__.py" && file.includes("/"))
    .map((file) => `${dirname(file)}/`);
}

/** The outermost folders to be copied whole, each with a slash at its end. */
function wholeFolders(
  needed: readonly string[],
  project: readonly string[],
  copied: ReadonlySet<string>,
): string[] {
  const wanted = new Set(needed);
  const folders = [...new Set(needed.flatMap(parents))].sort();
  const whole = folders.filter((folder) =>
    project.every((file) => !file.startsWith(folder) || wanted.has(file) || copied.has(file))
  );
  return whole.filter((folder) =>
    !whole.some((outer) => outer !== folder && folder.startsWith(outer))
  );
}

/** `a/b/c.py` lies in `a/` and `a/b/`. */
function parents(file: string): string[] {
  const segments = file.split("/").slice(0, -1);
  return segments.map((_, at) => `${segments.slice(0, at + 1).join("/")}/`);
}
