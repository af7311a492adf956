import { basename, isWithin, join, resolve } from "../../lib/path.ts";
import type { Ledger } from "./ledger.ts";
import { manifestsOf } from "./packages.ts";
import type { CopyItem, Item, RunItem } from "./plan_items.ts";
import type { ProjectFiles } from "./project_use.ts";
import { namedPaths } from "./works_here.ts";

/** A project file that a COPY has put somewhere else. */
interface Placed {
  file: string;
  path: string;
  by: CopyItem;
  copy: CopyItem["copies"][number];
}

/**
 * Installs that take files from where a COPY has put them (`cp -r /code /app && cd /app`, and `pip
 * install -r requirements.txt` there): installs come early, so that those files come along before
 * the rest. One that takes a folder (`pip install .`) is left behind the COPY.
 *
 * @param isWhole true where no file is to be taken for needless
 */
export function withPlacedFiles(
  items: readonly Item[],
  ledger: Ledger,
  project: ProjectFiles,
  isWhole = false,
): Item[] {
  const placed: Placed[] = [];
  const early = new Set<Placed>();
  const all = items.flatMap((item): Item[] => {
    if (item.kind === "copy") placed.push(...placedBy(item, ledger, project));
    if (item.kind !== "run" || item.rank === "fixed" || placed.length === 0) return [item];
    const { files, takesFolder } = takenBy(item, ledger, placed);
    if (files.length === 0) return [item];
    if (isWhole || takesFolder) return [{ ...item, rank: "fixed" }];
    const missing = files.filter((each) => !early.has(each));
    for (const each of missing) early.add(each);
    return [...copiesOf(missing, item), item];
  });
  return all.flatMap((item): Item[] =>
    item.kind === "copy" ? withoutEarly(item, early, project) : [item]
  );
}

/** A COPY without the single files that have come along before it. */
function withoutEarly(
  item: CopyItem,
  early: ReadonlySet<Placed>,
  project: ProjectFiles,
): CopyItem[] {
  const copies = item.copies.flatMap((copy) => {
    const come = [...early].filter((each) => each.copy === copy).map(({ file }) => file);
    const sources = copy.sources.filter((source) =>
      !come.includes(source) || project.single(project.pathOf(source)).length === 0
    );
    return sources.length > 0 ? [{ ...copy, sources }] : [];
  });
  return copies.length > 0 || item.gone ? [{ ...item, copies }] : [];
}

function placedBy(item: CopyItem, { codeDirectory }: Ledger, project: ProjectFiles): Placed[] {
  return item.copies.flatMap((copy) =>
    copy.sources.flatMap((source) => {
      const from = resolve(codeDirectory, source);
      return project.allAt(from).map((file) => {
        const path = project.pathOf(file);
        const below = path === from ? basename(file) : path.slice(from.length + 1);
        return {
          file,
          path: copy.target.endsWith("/") ? join(copy.target, below) : copy.target,
          by: item,
          copy,
        };
      });
    })
  );
}

/** Those of the files that an install names, or reads in its folder, and what those include. */
function takenBy(
  item: RunItem,
  { includedLists = {}, steps }: Ledger,
  placed: readonly Placed[],
): { files: Placed[]; takesFolder: boolean } {
  const directory = item.directory ?? steps[item.step].before.directory;
  const named = item.commands.flatMap(namedPaths).map((path) => resolve(directory, path));
  const manifests = item.commands.flatMap(manifestsOf);
  const isManifest = ({ path }: Placed) =>
    isWithin(directory, path) &&
    manifests.some((pattern) => pattern.test(path.slice(directory.length + 1)));
  const direct = placed.filter((each) => named.includes(each.path) || isManifest(each));
  const included = new Set(direct.flatMap(({ file }) => includedLists[file] ?? []));
  const besides = placed.filter((each) =>
    included.has(each.file) && direct.some(({ copy }) => copy === each.copy)
  );
  const below = placed.filter(({ path }) =>
    named.some((folder) => folder !== path && isWithin(folder, path))
  );
  const files = [...new Set([...direct, ...besides, ...below])];
  return { files, takesFolder: below.length > 0 };
}

/** The files alone, as early as the install. */
function copiesOf(files: readonly Placed[], { rank }: RunItem): CopyItem[] {
  return [...new Set(files.map(({ by }) => by))].map((by) => {
    const copies = new Map<string, CopyItem["copies"][number]>();
    for (const { file, path, copy: { mode } } of files.filter((each) => each.by === by)) {
      const isRenamed = basename(path) !== basename(file);
      const target = isRenamed ? path : path.slice(0, -basename(path).length);
      const key = `${mode} ${target}`;
      const copy = copies.get(key) ?? { sources: [], target, mode };
      copy.sources.push(file);
      copies.set(key, copy);
    }
    for (const { sources } of copies.values()) sources.sort();
    const { step } = by;
    return { kind: "copy", step, rank: rank as CopyItem["rank"], copies: [...copies.values()] };
  });
}
