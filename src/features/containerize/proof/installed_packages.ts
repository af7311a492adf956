import { basename, dirname } from "../../../lib/path.ts";
import type { FileTree } from "./file_tree.ts";
import { apkFiles, jsonField, listedFiles, paragraphs, recordedFiles } from "./package_metadata.ts";

/** Package managers whose own files tell what is installed. */
export type PackageManager = "dpkg" | "apk" | "pip" | "npm" | "R" | "conda";

/** A package as a file system itself tells of it. */
export interface InstalledPackage {
  manager: PackageManager;
  /** With the folder it is in, where there may be several such. */
  name: string;
  version: string;
  /** A path that came with the package; undefined where one file tells of all packages. */
  place?: string;
  /** Paths that belong to it beside its folder, as far as the file system says. */
  files(): readonly string[];
  /** A folder that is all its own. */
  folder?: string;
}

const dpkgStatus = "/var/lib/dpkg/status";
const dpkgList = /^\/var\/lib\/dpkg\/info\/[^/]+\.list$/;
const apkDatabase = /^(\/usr)?\/lib\/apk\/db\/installed$/;
const pipFolder = /^(.*)\/([^/]+?)-([^/-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info$/;
const pipRecord = /\.dist-info\/RECORD$/;
const npmFile = /^(.*\/lib\/node_modules)\/((?:@[^/]+\/)?[^/]+)\/package\.json$/;
const rFile = /^(.*\/(?:site-)?library)\/([^/]+)\/DESCRIPTION$/;
const condaFile = /^(.*)\/conda-meta\/(.+)-([^/-]+)-([^/-]+)\.json$/;

const contentsOfUse = [dpkgList, apkDatabase, pipRecord, npmFile, rFile];

/** True for files whose content {@link installedPackages} reads. */
export function tellsOfPackages(path: string): boolean {
  return path === dpkgStatus || contentsOfUse.some((pattern) => pattern.test(path));
}

/**
 * The packages of a file system, by manager and name: dpkg and apk by their databases, pip by its
 * dist-info and egg-info folders, npm's global ones and R's libraries by their own files, conda by
 * its meta folder. Nothing is run.
 *
 * @param counts says of a path whether it matters: caches hold packages that are not installed
 */
export function installedPackages(
  tree: FileTree,
  counts: (path: string) => boolean,
): Map<string, InstalledPackage> {
  const found: InstalledPackage[] = dpkgPackages(tree);
  for (const [path, { type, content }] of tree) {
    if (apkDatabase.test(path) && content) found.push(...apkPackages(content));
    const one = pipPackage(tree, path) ??
      (type === "file" ? fileOf(path, content ?? new Uint8Array(0)) : undefined);
    if (one && counts(path)) found.push(one);
  }
  return new Map(found.map((one) => [`${one.manager} ${one.name}`, one]));
}

function dpkgPackages(tree: FileTree): InstalledPackage[] {
  const status = tree.get(dpkgStatus)?.content;
  return paragraphs(status ?? new Uint8Array(0)).flatMap((fields) => {
    const [name, architecture] = [fields.get("Package"), fields.get("Architecture")];
    if (name === undefined || !/ installed$/.test(fields.get("Status") ?? "")) return [];
    const place = [`${name}:${architecture}`, name].map((each) => `/var/lib/dpkg/info/${each}.list`)
      .find((path) => tree.has(path));
    const files = () => listedFiles(place && tree.get(place)?.content || new Uint8Array(0));
    // As dpkg does it: the architecture is part of the name where there may be several.
    const shown = place ? basename(place).replace(/\.list$/, "") : name;
    return [{ manager: "dpkg", name: shown, version: fields.get("Version") ?? "", place, files }];
  });
}

function apkPackages(content: Uint8Array): InstalledPackage[] {
  return new TextDecoder().decode(content).split(/\n{2,}/).flatMap((block) => {
    const name = /^P:(.*)$/m.exec(block)?.[1];
    const version = /^V:(.*)$/m.exec(block)?.[1] ?? "";
    return name === undefined
      ? []
      : [{ manager: "apk", name, version, files: () => apkFiles(block) }];
  });
}

function pipPackage(tree: FileTree, path: string): InstalledPackage | undefined {
  const [, folder, name, version] = pipFolder.exec(path) ?? [];
  if (name === undefined) return undefined;
  const record = `${path}/RECORD`;
  const files = () => recordedFiles(tree.get(record)?.content ?? new Uint8Array(0), record);
  const plain = name.toLowerCase().replace(/[-_.]+/g, "-");
  const found = { name: `${plain} in ${folder}`, version, place: path, files, folder: path };
  return { manager: "pip", ...found };
}

function fileOf(path: string, content: Uint8Array): InstalledPackage | undefined {
  const files = () => [];
  const [, npmFolder, npmName] = npmFile.exec(path) ?? [];
  if (npmName !== undefined) {
    const version = jsonField(content, "version") ?? "";
    const name = `${npmName} in ${npmFolder}`;
    return { manager: "npm", name, version, place: path, files, folder: dirname(path) };
  }
  const [, rFolder, rName] = rFile.exec(path) ?? [];
  if (rName !== undefined) {
    const version = paragraphs(content)[0]?.get("Version");
    const name = `${rName} in ${rFolder}`;
    const one = { name, version: version ?? "", place: path, files, folder: dirname(path) };
    return version === undefined ? undefined : { manager: "R", ...one };
  }
  const [, prefix, name, version, build] = condaFile.exec(path) ?? [];
  if (name === undefined) return undefined;
  return {
    manager: "conda",
    name: `${name} in ${prefix}`,
    version: `${version} ${build}`,
    place: path,
    files,
  };
}
