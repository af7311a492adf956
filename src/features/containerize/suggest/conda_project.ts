import type { CondaFindings, VersionAsked } from "./findings.ts";
import type { ProjectSource } from "./project_source.ts";
import { VersionRange } from "./version_range.ts";

const names = ["environment.yml", "environment.yaml", "conda.yml", "conda.yaml"];

/** The conda environment that the project describes, if it does. */
export async function inspectConda(source: ProjectSource): Promise<CondaFindings | undefined> {
  for (const file of names) {
    const text = await source.read(file);
    const described = text === undefined ? undefined : readEnvironment(text);
    if (described) return { file, ...described, python: pythonAsked(described.listed, file) };
  }
}

/** Its top level: `dependencies:` with what stands behind it, up to the next key. */
const dependencyBlock = /^dependencies:[ \t]*(.*(?:\n(?![\w"']).*)*)/m;

/**
 * Reads as much YAML as environments are written in: a list of words, each in a line of its own or
 * all in brackets, with pip's list as one of them. (The yaml package reads all of YAML, but costs
 * 160 KB and 60 ms for this one file.) Undefined for what is no environment.
 */
function readEnvironment(
  text: string,
): { name: string; packages: number; listed: string[] } | undefined {
  const plain = text.replaceAll("\r\n", "\n").replace(/(^|\s)#[^\n]*/g, "$1");
  const block = dependencyBlock.exec(plain)?.[1];
  if (block === undefined) return undefined;
  const inBrackets = /^\[([^]*)\]\s*$/.exec(block)?.[1];
  const items = inBrackets === undefined
    ? [...block.matchAll(/^\s*-\s+(.+?)\s*$/gm)].map(([, item]) => item)
    : inBrackets.replace(/\{\s*pip\s*:\s*\[([^\]]*)\]\s*\}/g, "$1").split(",");
  const listed = items.map((item) => item.trim().replace(/^(["'])(.*)\1$/, "$2"))
    .filter((item) => item !== "" && !item.endsWith(":"));
  const name = /^name:\s*["']?([\w.-]+)/m.exec(plain)?.[1] ?? "env";
  return { name, packages: listed.length, listed };
}

/** `python=3.11`, `python >=3.9`, `conda-forge::python=3.12.*`. */
function pythonAsked(listed: readonly string[], file: string): VersionAsked | undefined {
  for (const each of listed) {
    const text = /^(?:[\w-]+::)?python\s*([<>=!~].*)$/.exec(each)?.[1]
      .replace(/^(=+[\d.*]+)=.*$/, "$1"); // `=3.11=build`
    const range = text === undefined ? undefined : VersionRange.parse(text);
    if (range) return { range, file };
  }
}
