import { releases, supportedReleases } from "../../build/check/releases.ts";
import type { Program, ProjectFindings, VersionAsked } from "./findings.ts";
import type { ToolchainFindings } from "./toolchains.ts";
import { compareVersions } from "./version_range.ts";

/** Versions of interpreters on the user's own machine: what the program is developed with. */
export interface LocalVersions {
  python?: string;
  node?: string;
  r?: string;
}

/** The kind of base image that fits a project. */
export interface BaseFamily {
  /** Familiar name of the image: `python`. */
  repository: string;
  /** As people call it: `Python`. */
  language: "Python" | "Node.js" | "R" | "Debian" | "conda" | ToolchainFindings["language"];
  asked?: VersionAsked;
  /** Version developed with; undefined where that says nothing of the image. */
  local?: string;
  /** Why it is this kind, in words: `requirements.txt is for Python`. */
  reason: string;
  /** Tag for a version of the language. */
  tag(version: string): string;
  /** Versions to choose from, the preferred ones first. */
  versions(now: number): readonly string[];
}

/** A tag of Miniforge's image: conda with the packages of conda-forge. */
const miniforge = "25.11.0-1";

/** Releases of R that have an image; the first one unless something else is asked for. */
const rVersions = ["4.5.1", "4.4.3", "4.3.3", "4.2.3", "4.1.3", "4.0.5"];

/** Which kind of base image a project calls for. */
export function baseFamily(findings: ProjectFindings, local: LocalVersions): BaseFamily {
  const { python, conda, node, r, compiled, toolchain, programs } = findings;
  const evidence = evidenceOfPython(python);
  if (conda) return condaFamily(conda.file);
  if (evidence) return pythonFamily(python?.asked, local, evidence);
  if (node?.manifest) return nodeFamily(node.asked, local, "package.json");
  if (r && (r.isPackage || r.hasLock)) return rFamily(r.asked, local, r.file!);
  if (toolchain) return toolchainFamily(toolchain);
  if (compiled && compiled.kind !== "sources") return compiledFamily(compiled.file);
  const first = likeliest(programs);
  switch (first?.interpreter) {
    case "python":
      return pythonFamily(python?.asked, local, first.path);
    case "node":
      return nodeFamily(node?.asked, local, first.path);
    case "r":
      return rFamily(r?.asked, local, first.path);
  }
  if (compiled) return compiledFamily(compiled.file);
  return debianFamily(
    first ? `${first.path} runs on any system` : "nothing says what the project needs",
  );
}

/** Shell scripts call the others. */
function likeliest(programs: readonly Program[]): Program | undefined {
  return programs.find(({ interpreter }) => interpreter !== "shell") ?? programs[0];
}

function evidenceOfPython(python: ProjectFindings["python"]): string | undefined {
  const listed = python?.requirements.find(({ testOnly }) => !testOnly);
  return python?.project?.file ?? listed?.path;
}

function pythonFamily(
  asked: VersionAsked | undefined,
  { python }: LocalVersions,
  evidence: string,
): BaseFamily {
  return {
    repository: "python",
    language: "Python",
    asked,
    local: python,
    reason: `${evidence} is for Python`,
    tag: (version) => `${series(version, 2)}-slim`,
    // The newest release waits for packages to be built for it.
    versions: (now) => secondFirst(supportedReleases("python", now).map(({ version }) => version)),
  };
}

function nodeFamily(
  asked: VersionAsked | undefined,
  { node }: LocalVersions,
  evidence: string,
): BaseFamily {
  return {
    repository: "node",
    language: "Node.js",
    asked,
    local: node,
    reason: `${evidence} is for Node.js`,
    tag: (version) => `${series(version, 1)}-slim`,
    // Only even releases are looked after for long.
    versions: (now) =>
      secondFirst(
        supportedReleases("node", now).map(({ version }) => version)
          .filter((version) => Number(version) % 2 === 0),
      ),
  };
}

function rFamily(
  asked: VersionAsked | undefined,
  { r }: LocalVersions,
  evidence: string,
): BaseFamily {
  return {
    repository: "rocker/r-ver",
    language: "R",
    asked,
    local: r,
    reason: `${evidence} is for R`,
    tag: (version) => version,
    versions: () => rVersions,
  };
}

function condaFamily(evidence: string): BaseFamily {
  return {
    repository: "condaforge/miniforge3",
    language: "conda",
    reason: `${evidence} is a conda environment`,
    tag: (version) => version,
    versions: () => [miniforge],
  };
}

function toolchainFamily({ image, file, language }: ToolchainFindings): BaseFamily {
  const [repository, tag] = image.split(":");
  const [version] = tag.split("-");
  return {
    repository,
    language,
    reason: `${file} is for ${language}`,
    tag: () => tag,
    versions: () => [version],
  };
}

function compiledFamily(file: string): BaseFamily {
  return debianFamily(`${file} is for a compiler, which any system has`);
}

function debianFamily(reason: string): BaseFamily {
  return {
    repository: "debian",
    language: "Debian",
    reason,
    tag: (version) => version,
    versions: (now) => supportedReleases("debian", now).map(({ version }) => version),
  };
}

/** All versions of a language that have ever been, newest first, for projects that ask for old ones. */
export function everyVersion({ repository }: BaseFamily): string[] {
  if (!Object.hasOwn(releases, repository)) return [];
  return releases[repository].map(({ version }) => version).toSorted(compareVersions).reverse();
}

/** The first numbers of a version: `3.12` of `3.12.4`. */
export function series(version: string, numbers: number): string {
  return version.split(".").slice(0, numbers).join(".");
}

function secondFirst(versions: readonly string[]): string[] {
  const [newest, second, ...others] = versions;
  return second === undefined ? [...versions] : [second, newest, ...others];
}
