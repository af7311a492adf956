import type { ProjectSource } from "./project_source.ts";

/** Folders of what others wrote, what tools made, and what shows or describes the program. */
const foreign =
  /(^|\/)(node_modules|bower_components|\.?venv|virtualenv|site-packages|_?vendor(ed)?|third[-_]party|external|packrat|renv|__pycache__|build|dist|target|docs?|examples?|fixtures|demos?|\.[^/]+|[^/]+\.(egg|dist)-info)\//i;

/**
 * The project without what is not its own: a program is not made of its virtual environment or its
 * documentation. A folder with pyvenv.cfg is an environment by any name.
 */
export function ownFiles({ files, read }: ProjectSource): ProjectSource {
  const environments = files.filter(({ path }) => path.endsWith("/pyvenv.cfg"))
    .map(({ path }) => path.slice(0, -"pyvenv.cfg".length));
  const own = files.filter(({ path }) =>
    !foreign.test(path) && !environments.some((folder) => path.startsWith(folder))
  );
  return { files: own, read };
}
