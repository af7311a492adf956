import { isWithin } from "../../lib/path.ts";
import type { Ledger, LedgerStep } from "./ledger.ts";
import { listName } from "./package_lists.ts";
import { manifestsOf } from "./packages.ts";
import type { ProjectFiles } from "./project_use.ts";

/** What says how the project itself is built. */
const buildFiles = /^(pyproject\.toml|setup\.(py|cfg))$/;

/** Written for what was installed from a folder or an address (PEP 610). */
const fromFolder = /\/direct_url\.json$|\/__editable__|\.egg-link$/;

/** Project files that a command reads without being told. */
export interface ManifestNeeds {
  files: readonly string[];
  /** True where the project itself was installed, of which they are all files then. */
  buildsProject: boolean;
}

/**
 * Project files that package managers read where they are called, without being told: lock files,
 * lists named by lists.
 *
 * @param run the step's command and where it runs; absolute
 * @param named project files that the command names
 */
export function manifestNeeds(
  { codeDirectory, includedLists = {}, read }: Ledger,
  step: LedgerStep,
  run: { command: string; directory: string },
  named: readonly string[],
  project: ProjectFiles,
): ManifestNeeds {
  const patterns = manifestsOf(run.command);
  const here = isWithin(codeDirectory, run.directory)
    ? run.directory.slice(codeDirectory.length).replace(/^\//, "")
    : undefined;
  const found = here === undefined ? [] : project.forImage.filter((file) => {
    const name = here === ""
      ? file
      : file.startsWith(`${here}/`)
      ? file.slice(here.length + 1)
      : "";
    return patterns.some((pattern) => pattern.test(name));
  });
  const lists = named.filter((file) => listName.test(file));
  const included = [...lists, ...found].flatMap((file) => includedLists[file] ?? []);
  const wasBuilt = found.length > 0 &&
    step.changes.some(({ path }) => fromFolder.test(path)) &&
    read.some((file) => buildFiles.test(file.replace(/^.*\//, "")));
  return { files: wasBuilt ? project.forImage : [...found, ...included], buildsProject: wasBuilt };
}
