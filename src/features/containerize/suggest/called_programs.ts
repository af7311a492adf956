import type { Program, ProjectFindings } from "./findings.ts";

/**
 * Programs that are called by their names: their folder is in PATH, and they say in their first
 * line what runs them. A project that is installed as a package makes its own: of the others only
 * those count that may be executed already.
 */
export function calledByName(
  { programs, python, node, r, compiled }: ProjectFindings,
): readonly Program[] {
  const isPackage = python?.project?.canInstall || r?.isPackage || node?.manifest;
  return programs.filter(({ shebang, path, interpreter, isExecutable }) =>
    shebang !== undefined && /^([^/]+|(bin|scripts)\/[^/]+)$/.test(path) &&
    !(compiled && interpreter === "shell") && (isExecutable || !isPackage)
  );
}
