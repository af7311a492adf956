import type { CondaFindings, VersionAsked } from "./findings.ts";
import type { ProjectSource } from "./project_source.ts";
import { VersionRange } from "./version_range.ts";

const names = ["environment.yml", "environment.yaml", "conda.yml", "conda.yaml"];

/** The conda environment that the project describes, if it does. */
export async function inspectConda(source: ProjectSource): Promise<CondaFindings | undefined> {
  for (const file of names) {
    const text = await source.read(file);
    const described = text === undefined ? undefined : await readEnvironment(text);
    if (described) return { file, ...described, python: pythonAsked(described.listed, file) };
  }
}

/** Undefined for what is no environment: conda would refuse it as well. */
async function readEnvironment(
  text: string,
): Promise<{ name: string; packages: number; listed: string[] } | undefined> {
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  const content = document.toJS() as Record<string, unknown> | null;
  const list = content?.dependencies;
  if (!Array.isArray(list)) return undefined;
  const listed = list.filter((each) => typeof each === "string");
  const fromPip = list.flatMap((each) => Array.isArray(each?.pip) ? each.pip : []);
  const name = typeof content?.name === "string" ? content.name : "env";
  return { name, packages: listed.length + fromPip.length, listed };
}

/** `python=3.11`, `python >=3.9`, `conda-forge::python=3.12.*`. */
function pythonAsked(listed: readonly string[], file: string): VersionAsked | undefined {
  for (const each of listed) {
    const text = /^(?:[\w-]+::)?python\s*(=*[^=]+)/.exec(each)?.[1];
    const range = text === undefined ? undefined : VersionRange.parse(text);
    if (range) return { range, file };
  }
}
