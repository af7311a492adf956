import type { BaseFacts } from "./base_facts.ts";
import type { CondaFindings } from "./findings.ts";
import { quoteWord } from "../shell_words.ts";
import { codePath } from "./code_path.ts";
import { counted, type LanguageNeeds, noNeeds } from "./suggestions.ts";

/** Where the environment goes: its name does not matter inside one image. */
export const environmentPrefix = "/opt/env";

/** The release of micromamba that is fetched where the base image has no conda. */
const micromamba = "2.9.0-0";

/**
 * How a conda environment is made in a base image.
 *
 * @param project the file that describes the project as a package of Python's, if one does
 */
export function condaNeeds(
  { file, packages }: CondaFindings,
  { programs, machine }: BaseFacts,
  { code, project }: { code: string; project: string | undefined },
): LanguageNeeds {
  const needs = noNeeds();
  const tool = condaTool({ programs });
  if (!tool) {
    needs.system.push({ need: "curl", reason: "micromamba has to be fetched" });
    const platform = machine === "aarch64" || machine === "arm64" ? "linux-aarch64" : "linux-64";
    const address =
      `https://github.com/mamba-org/micromamba-releases/releases/download/${micromamba}/micromamba-${platform}`;
    needs.dependencies.push({
      command: `curl -fsSL -o /usr/local/bin/micromamba ${address} && ` +
        "chmod +x /usr/local/bin/micromamba",
      reason: "micromamba makes conda environments without conda",
    });
  }
  // conda's `env create` never asks, and older ones do not know -y.
  const verb = tool === "conda"
    ? "conda env create"
    : tool === "mamba"
    ? "mamba env create -y"
    : "micromamba create -y";
  needs.dependencies.push({
    command: `${verb} -p ${environmentPrefix} -f ${codePath(code, file)}`,
    reason: `${file} asks for ${counted(packages, "package")}`,
  });
  if (project) {
    needs.install.push({
      command: `${environmentPrefix}/bin/pip install ${quoteWord(code)}`,
      reason: `${project} describes the project as a package`,
    });
  }
  needs.path.push({
    folder: `${environmentPrefix}/bin`,
    reason: "the environment's programs are found",
  });
  return needs;
}

/** The program of a base image that makes conda environments, the fastest one. */
export function condaTool({ programs }: Pick<BaseFacts, "programs">): string | undefined {
  return ["micromamba", "mamba", "conda"].find((name) => programs.has(name));
}
