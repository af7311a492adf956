import { basename } from "../../../lib/path.ts";
import type { RequirementsFile } from "./findings.ts";
import type { ProjectSource } from "./project_source.ts";

/**
 * The requirements files of the project, those of tests last, those of the root before those of its
 * folders. A file
 * that another one includes (`-r base.txt`) comes along with that and is not listed by itself.
 */
export async function requirementsFiles(source: ProjectSource): Promise<RequirementsFile[]> {
  const paths = source.files.map(({ path }) => path).filter(isRequirementsFile)
    .sort((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1));
  const found: RequirementsFile[] = [];
  const included = new Set<string>();
  for (const path of paths) {
    const text = await source.read(path);
    if (text === undefined) continue;
    const testOnly = isForTests(path);
    const file = parseRequirements(text);
    // What tests include is not theirs alone: `-r requirements.txt` in requirements-dev.txt.
    if (!testOnly) { for (const name of file.includes) included.add(besides(path, name)); }
    found.push({ path, packages: file.packages, testOnly, needsGit: file.needsGit });
  }
  return found.filter(({ path }) => !included.has(path))
    .toSorted((a, b) => Number(a.testOnly) - Number(b.testOnly));
}

/** Reads one requirements file: names without versions, and the files that it includes. */
export function parseRequirements(
  text: string,
): { packages: string[]; includes: string[]; needsGit: boolean } {
  const lines = text.replaceAll("\r\n", "\n").replace(/\\\n/g, " ").split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim()).filter((line) => line !== "");
  const includes = lines.flatMap((line) =>
    /^(?:-r|--requirement)[\s=]*(\S+)/.exec(line)?.[1] ?? []
  );
  const packages = lines.flatMap((line) => requirementName(line) ?? []);
  return { packages, includes, needsGit: lines.some((line) => /\bgit\+/.test(line)) };
}

/**
 * The name of one requirement: `uvicorn` of `uvicorn[standard]>=0.20; python_version > "3.8"`.
 * Undefined for an option (`--index-url …`) and for a path.
 */
export function requirementName(requirement: string): string | undefined {
  const editable = requirement.replace(/^(-e|--editable)[\s=]*/, "");
  const egg = /#egg=([\w.-]+)/.exec(requirement)?.[1] ??
    (/^git\+/.test(editable) ? basename(editable).replace(/(\.git)?([@#].*)?$/, "") : undefined);
  if (egg !== undefined) return egg;
  return /^[A-Za-z0-9][\w.-]*(?=\s*(\[|[<>=!~;@]|$))/.exec(editable)?.[0];
}

function isRequirementsFile(path: string): boolean {
  const depth = path.split("/").length;
  return depth <= 2 && /(^|[-_.])(requirements?|reqs)([-_.]\w+)*\.txt$/i.test(basename(path)) ||
    depth === 2 && /^requirements\/[\w-]+\.txt$/.test(path);
}

/** `requirements-dev.txt`, `requirements/test.txt`, `docs/requirements.txt`. */
function isForTests(path: string): boolean {
  return /(^|[-_./])(dev|develop|development|tests?|testing|ci|lint|docs?|local)(?=[-_./])/i
    .test(path);
}

/** A path seen from the folder of a file. */
function besides(file: string, name: string): string {
  const folder = file.split("/").slice(0, -1);
  for (const segment of name.split("/")) {
    if (segment === "..") folder.pop();
    else if (segment !== ".") folder.push(segment);
  }
  return folder.join("/");
}
