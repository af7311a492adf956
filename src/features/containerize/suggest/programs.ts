import { basename } from "../../../lib/path.ts";
import type { Program, SourceData } from "./findings.ts";
import type { ProjectSource, SourceFile } from "./project_source.ts";
import { withoutTexts } from "./python_imports.ts";
import { isTestSource } from "./python_project.ts";

const byEnding: readonly [RegExp, Program["interpreter"]][] = [
  [/\.py$/, "python"],
  [/\.[cm]?js$/, "node"],
  [/\.r$/i, "r"],
  [/\.(sh|bash)$/, "shell"],
  [/\.pl$/, "perl"],
];

const byShebang: readonly [RegExp, Program["interpreter"]][] = [
  [/\bpython[\d.]*\b/, "python"],
  [/\b(node|nodejs)\b/, "node"],
  [/\bRscript\b/, "r"],
  [/\b(sh|bash|dash|ash|zsh)\b/, "shell"],
  [/\bperl\b/, "perl"],
];

/** Per interpreter, how a text reads the words of its command line, and how it begins. */
const signs: Record<Program["interpreter"], { argument: RegExp; start: RegExp }> = {
  python: {
    argument: /\bsys\.argv\b|\bargparse\b|\bclick\.|\btyper\b|\bdocopt\b|\bfire\.Fire\b/,
    start: /^if\s+__name__\s*==/m,
  },
  node: { argument: /\bprocess\.argv\b|\bparseArgs\b|\byargs\b|\bcommander\b/, start: /^$a/ },
  r: { argument: /\bcommandArgs\b|\boptparse\b|\bargparse\b|\bdocopt\b/, start: /^$a/ },
  shell: { argument: /\$[1@*#{]|\bgetopts\b/, start: /^$a/ },
  perl: { argument: /\bARGV\b|\bshift\b|\bGetopt\b/, start: /^$a/ },
  other: { argument: /^$a/, start: /^$a/ },
};

const service =
  /\bapp\.run\s*\(|\buvicorn\.run\b|\bserve_forever\b|\.listen\s*\(|\brun_server\s*\(|\bst\.(title|write)\b|\bshinyApp\b|\bcreateServer\b|=\s*(Flask|FastAPI)\s*\(/;

/** A call at the margin: not in a function, not behind `if __name__ == …`. */
const serving = /^[\w.]*(run|serve_forever|listen|run_server)\s*\(/m;

/** Names by which people call what is to be started. */
const mainName = /^(main|app|run|cli|index|server|__main__|analysis|analyze|analyse|start)\b/i;

/** Files that steer tools and are not started themselves. */
const steering =
  /^(setup|conftest|noxfile|manage|fabfile|tasks|[\w.]*\.config|gulpfile|gruntfile)\./i;

/** More files than these are not read in search of programs. */
const mostRead = 100;

/** Files that can be started, the likeliest first. */
export async function findPrograms(source: ProjectSource): Promise<Program[]> {
  const candidates = source.files
    .filter(({ path, size }) => size > 0 && isProgramName(path) && !isTestSource(path))
    .toSorted((a, b) => depth(a) - depth(b)).slice(0, mostRead);
  const found: { program: Program; score: number }[] = [];
  for (const file of candidates) {
    const text = await source.read(file.path);
    const program = text === undefined ? undefined : programOf(file, text);
    if (program) found.push({ program, score: likelihood(program, text!, file) });
  }
  return found.toSorted((a, b) => b.score - a.score).map(({ program }) => program);
}

function isProgramName(path: string): boolean {
  const name = basename(path);
  if (steering.test(name) || name === "__init__.py" || name === "configure") return false;
  return byEnding.some(([ending]) => ending.test(name)) || !name.includes(".");
}

function programOf({ path, mode }: SourceFile, text: string): Program | undefined {
  const shebang = /^#!\s*([^\n\r]+)/.exec(text)?.[1].trim();
  const named = byEnding.find(([ending]) => ending.test(path))?.[1];
  const interpreter = shebang === undefined
    ? named
    : byShebang.find(([pattern]) => pattern.test(shebang))?.[1] ?? "other";
  if (!interpreter) return undefined;
  const code = interpreter === "python" ? withoutTexts(text) : text;
  return {
    path,
    interpreter,
    shebang,
    isExecutable: (mode & 0o111) === 0o111,
    takesArguments: signs[interpreter].argument.test(code),
    isService: service.test(code),
    servesWhenLoaded: serving.test(code),
  };
}

function likelihood(program: Program, text: string, file: SourceFile): number {
  const { interpreter, shebang, takesArguments, isExecutable } = program;
  return (signs[interpreter].start.test(text) ? 8 : 0) + (takesArguments ? 4 : 0) +
    (shebang ? 4 : 0) + (isExecutable ? 2 : 0) + (mainName.test(basename(file.path)) ? 5 : 0) +
    (interpreter === "shell" ? -3 : 0) - 4 * depth(file);
}

function depth({ path }: SourceFile): number {
  return path.split("/").length - 1;
}

const dataEnding =
  /\.(json|jsonl|ndjson|geojson|csv|tsv|dat|xlsx?|ods|parquet|feather|h5|hdf5|nc|fits?|npy|npz|mat|sav|dta|rds|rdata|db|sqlite3?|fasta|fastq|fa|fq|vcf|bam|bed|gff3?|pdb|shp|tiff?|png|jpe?g|wav|xml|txt)(\.gz|\.bz2|\.xz|\.zip)?$/i;

/** Files of the same endings that describe the project instead of being worked on. */
const noData =
  /(^|\/)(package(-lock)?|tsconfig|composer|manifest|settings|config|\.[\w.-]+)\.json$|(^|\/)[\w.-]*(requirements?|constraints|readme|license|licence|runtime|robots|cmakelists|changelog|authors|notice)[\w.-]*$|\.config\.\w+$/i;

/** More files than these are not looked for in the programs' texts. */
const mostData = 200;

/** Files that look like input, those that a program names first, then by size. */
export async function findData(
  source: ProjectSource,
  programs: readonly Program[],
): Promise<SourceData[]> {
  const files = source.files
    .filter(({ path }) => dataEnding.test(path) && !noData.test(path) && !isTestSource(path))
    .toSorted((a, b) => depth(a) - depth(b) || b.size - a.size).slice(0, mostData);
  const texts = await Promise.all(
    programs.slice(0, 20).map(async ({ path }) => [path, await source.read(path) ?? ""] as const),
  );
  const readme = await source.read("README.md") ?? await source.read("README.rst") ?? "";
  return files.map(({ path, size }) => {
    const name = basename(path);
    const namedBy = texts.find(([, text]) => text.includes(name))?.[0];
    return { path, size, namedBy, isInReadme: readme.includes(name) };
  }).toSorted((a, b) =>
    Number(!!b.namedBy) - Number(!!a.namedBy) || Number(b.isInReadme) - Number(a.isInReadme) ||
    a.path.split("/").length - b.path.split("/").length || rank(a.path) - rank(b.path) ||
    b.size - a.size
  ).map(({ path, size, namedBy }) => ({ path, size, namedBy }));
}

/** Notes and pictures are input less often than tables. */
function rank(path: string): number {
  return /\.(txt|png|jpe?g|xml)$/i.test(path) ? 1 : 0;
}
