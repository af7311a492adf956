import { basename, dirname } from "../../../lib/path.ts";
import type { ImportedPackage, PythonFindings, PythonLock, VersionAsked } from "./findings.ts";
import type { ProjectSource } from "./project_source.ts";
import { pythonImports } from "./python_imports.ts";
import { pythonManifest } from "./python_manifest.ts";
import { isTestTool, packageOfModule } from "./python_modules.ts";
import { requirementsFiles } from "./requirements_file.ts";
import { scriptMetadata } from "./script_metadata.ts";
import { VersionRange } from "./version_range.ts";

const locks: readonly PythonLock[] = ["uv.lock", "poetry.lock", "Pipfile.lock"];

/** More sources than these are not searched for imports. */
const mostSources = 500;

/** What a project says of its Python; undefined for a project without any. */
export async function inspectPython(source: ProjectSource): Promise<PythonFindings | undefined> {
  const scripts = await pythonSources(source);
  const { project, asked } = await pythonManifest(source);
  const requirements = await requirementsFiles(source);
  const isTestsOnly = scripts.every(isTestSource);
  if (isTestsOnly && !project && requirements.length === 0) return undefined;
  const paths = new Set(source.files.map(({ path }) => path));
  const isListed = project !== undefined || requirements.some(({ testOnly }) => !testOnly);
  return {
    asked: await versionAsked(source, asked),
    requirements,
    project,
    lock: locks.find((name) => paths.has(name)),
    imports: isListed ? [] : await importedPackages(source, scripts),
  };
}

/** Python sources, those without an ending that say so in their first line included. */
async function pythonSources(source: ProjectSource): Promise<string[]> {
  const found: string[] = [];
  for (const { path, mode } of source.files) {
    if (found.length === mostSources) break;
    if (/\.(pyw?|ipynb)$/.test(path)) found.push(path);
    else if (!basename(path).includes(".") && (mode & 0o111) !== 0) {
      const text = await source.read(path);
      if (/^#!.*\bpython/.test(text ?? "")) found.push(path);
    }
  }
  return found;
}

/** The files that name one version come first: they say what is developed with. */
async function versionAsked(
  source: ProjectSource,
  declared: readonly { text: string; file: string }[],
): Promise<VersionAsked | undefined> {
  const candidates: { text: string | undefined; file: string }[] = [];
  const add = async (file: string, pattern: RegExp) =>
    candidates.push({ file, text: pattern.exec(await source.read(file) ?? "")?.[1] });
  await add(".python-version", /^\s*(?:cpython-)?(\d[\d.]*)/m);
  await add("runtime.txt", /python-(\d[\d.]*)/);
  await add(".tool-versions", /^python\s+(\d[\d.]*)/m);
  for (const { text, file } of [...candidates, ...declared]) {
    const range = text === undefined ? undefined : VersionRange.parse(text);
    if (range) return { range, file };
  }
  return await versionOfScripts(source);
}

/** A script that says so itself (PEP 723); `#!/usr/bin/env python3.11` asks for just that. */
async function versionOfScripts(source: ProjectSource): Promise<VersionAsked | undefined> {
  for (const { path } of source.files) {
    if (!path.endsWith(".py") || path.includes("/")) continue;
    const text = await source.read(path) ?? "";
    const asked = (await scriptMetadata(text))?.asked ??
      /^#!.*\bpython(\d\.\d+)\b/.exec(text)?.[1];
    const range = asked === undefined ? undefined : VersionRange.parse(asked);
    if (range) return { range, file: path };
  }
}

async function importedPackages(
  source: ProjectSource,
  scripts: readonly string[],
): Promise<ImportedPackage[]> {
  const own = ownModules(source.files.map(({ path }) => path));
  const found = new Map<string, ImportedPackage>();
  for (const file of scripts) {
    const isTest = isTestSource(file);
    for (const needed of await packagesOf(file, await source.read(file) ?? "", own)) {
      const known = found.get(needed.packageName);
      const testOnly = isTest || isTestTool(needed.packageName);
      // What a program needs is needed, whoever else imports it.
      if (!known || known.testOnly && !testOnly) {
        found.set(needed.packageName, { ...needed, file, testOnly });
      }
    }
  }
  return [...found.values()];
}

type NeededPackage = Pick<ImportedPackage, "packageName" | "module" | "line">;

/** What one file needs: as it says itself (PEP 723), else by its imports. */
async function packagesOf(
  file: string,
  text: string,
  own: ReadonlySet<string>,
): Promise<NeededPackage[]> {
  const metadata = await scriptMetadata(text);
  if (metadata) {
    return metadata.dependencies.map((name) => ({ packageName: name, module: name, line: 1 }));
  }
  const code = file.endsWith(".ipynb") ? notebookCode(text) : text;
  return pythonImports(code).flatMap(({ module, line, isOptional }) => {
    const packageName = packageOfModule(module);
    const isForeign = !isOptional && !own.has(module.split(".")[0]);
    return isForeign && packageName !== undefined ? [{ packageName, module, line }] : [];
  });
}

/**
 * The lines of a notebook's cells at the places where they are in its file, which may be cut off:
 * each is a JSON string in a line of its own.
 */
function notebookCode(text: string): string {
  return text.split("\n").map((line) =>
    /^\s*"((?:import|from)\s[^"\\]*)(?:\\n)?",?\s*$/.exec(line)?.[1] ?? ""
  )
    .join("\n");
}

/** Names by which the project's own files can be imported. */
function ownModules(paths: readonly string[]): Set<string> {
  const own = new Set<string>();
  for (const path of paths) {
    if (!/\.(py|pyx|so)$/.test(path)) continue;
    own.add(basename(path).replace(/\..*$/, ""));
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
      own.add(basename(folder));
    }
  }
  return own;
}

/** `tests/…`, `test_x.py`, `x_test.js`, `x.spec.js`, `conftest.py`. */
export function isTestSource(path: string): boolean {
  return /(^|\/)(tests?|testing)\//.test(path) ||
    /(^|\/)(test_[^/]*|[^/]*[._](test|spec)|conftest|noxfile)\.[a-z]+$/.test(path);
}
