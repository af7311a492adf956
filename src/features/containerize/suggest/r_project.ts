import type { RFindings, VersionAsked } from "./findings.ts";
import type { ProjectSource } from "./project_source.ts";
import { VersionRange } from "./version_range.ts";

/** Packages that come with R. */
const own = new Set(
  "R base compiler datasets graphics grDevices grid methods parallel splines stats stats4 tcltk tools utils"
    .split(" "),
);

/** What a project says of its R; undefined for a project without any. */
export async function inspectR(source: ProjectSource): Promise<RFindings | undefined> {
  const description = await source.read("DESCRIPTION");
  const lock = await source.read("renv.lock");
  const scripts = source.files.map(({ path }) => path)
    .filter((path) => /\.(r|rmd|qmd)$/i.test(path) && !/^(renv|packrat)\//.test(path));
  const isPackage = description !== undefined && /^Package:/m.test(description);
  if (!isPackage && lock === undefined && scripts.length === 0) return undefined;
  const locked = lock === undefined ? undefined : readLock(lock);
  const imported = await importedPackages(source, scripts);
  const declared = description === undefined ? [] : declaredPackages(description);
  const file = locked ? "renv.lock" : description !== undefined ? "DESCRIPTION" : imported.file;
  const packages = locked?.packages ?? (description === undefined ? imported.packages : declared);
  const asked = locked?.asked ?? (description === undefined ? undefined : versionOf(description));
  return { asked, isPackage, file, hasLock: locked !== undefined, packages };
}

/** The value of a field, its continued lines included. */
function field(description: string, name: string): string {
  return new RegExp(`^${name}:(.*(?:\\n[ \\t]+.*)*)`, "m").exec(description)?.[1] ?? "";
}

function declaredPackages(description: string): string[] {
  const listed = ["Depends", "Imports", "LinkingTo"]
    .flatMap((name) => field(description, name).split(","))
    .flatMap((text) => /[A-Za-z][\w.]*/.exec(text)?.[0] ?? []);
  return [...new Set(listed)].filter((name) => !own.has(name));
}

function versionOf(description: string): VersionAsked | undefined {
  const text = /(?:^|[\s,])R\s*\(([^)]*)\)/.exec(field(description, "Depends"))?.[1];
  const range = text === undefined ? undefined : VersionRange.parse(text);
  return range && { range, file: "DESCRIPTION" };
}

/** Undefined for a malformed lock: renv will say so. */
function readLock(text: string): { packages: string[]; asked?: VersionAsked } | undefined {
  try {
    const { R, Packages } = JSON.parse(text);
    const range = typeof R?.Version === "string" ? VersionRange.parse(R.Version) : undefined;
    return { packages: Object.keys(Packages ?? {}), asked: range && { range, file: "renv.lock" } };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Packages that scripts attach, load, name by `pkg::` or install by themselves. */
async function importedPackages(
  source: ProjectSource,
  scripts: readonly string[],
): Promise<{ packages: string[]; file: string | undefined }> {
  const packages = new Set<string>();
  let first: string | undefined;
  for (const file of scripts) {
    const text = (await source.read(file) ?? "").replace(/#[^\n]*/g, "");
    const names = [
      ...text.matchAll(
        /\b(?:library|require|requireNamespace|loadNamespace)\s*\(\s*["']?([\w.]+)/g,
      ),
      ...text.matchAll(/\b([A-Za-z][\w.]*):::?[A-Za-z.]/g),
      ...[...text.matchAll(/\binstall\.packages\s*\(\s*(?:c\s*\()?([^)]*)/g)]
        .flatMap(([, list]) => [...list.matchAll(/(?:^|[,\s])["']([A-Za-z][\w.]*)["']/g)]),
    ].map(([, name]) => name).filter((name) => !own.has(name));
    if (names.length > 0) first ??= file;
    for (const name of names) packages.add(name);
  }
  return { packages: [...packages], file: first };
}
