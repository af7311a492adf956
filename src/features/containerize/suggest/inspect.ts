import { inspectCompiled } from "./compiled_project.ts";
import { inspectConda } from "./conda_project.ts";
import type { ProjectFindings } from "./findings.ts";
import { inspectNode } from "./node_project.ts";
import { ownFiles } from "./own_files.ts";
import { findData, findPrograms } from "./programs.ts";
import type { ProjectSource } from "./project_source.ts";
import { inspectPython } from "./python_project.ts";
import { inspectR } from "./r_project.ts";
import { inspectToolchain } from "./toolchains.ts";
import { findVariables } from "./variables_read.ts";

/**
 * What a project's files say about how it is installed and started. Nothing is run; malformed
 * files say nothing.
 *
 * @throws what reading a file throws
 */
export async function inspectProject(whole: ProjectSource): Promise<ProjectFindings> {
  const source = ownFiles(whole);
  const programs = await findPrograms(source);
  return {
    python: await inspectPython(source),
    conda: await inspectConda(source),
    node: await inspectNode(source),
    r: await inspectR(source),
    compiled: await inspectCompiled(source),
    toolchain: await inspectToolchain(source),
    programs,
    data: await findData(source, programs),
    variables: await findVariables(source),
  };
}
