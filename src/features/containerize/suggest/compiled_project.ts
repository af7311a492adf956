import type { CompiledFindings } from "./findings.ts";
import type { ProjectSource } from "./project_source.ts";

const languageOf: readonly [RegExp, CompiledFindings["languages"][number]][] = [
  [/\.c$/, "c"],
  [/\.(cc|cpp|cxx|C)$/, "c++"],
  [/\.(f|f77|f90|f95|f03|f08|for)$/i, "fortran"],
];

/** What builds it, the most complete first, and whether that also puts it in its place. */
const builders: readonly [file: string, kind: CompiledFindings["kind"], installs: RegExp][] = [
  ["CMakeLists.txt", "cmake", /^\s*install\s*\(/im],
  ["meson.build", "meson", /\binstall\s*:\s*true\b|\binstall_/],
  ["configure", "configure", /^/],
  ["configure.ac", "autoreconf", /^/],
  ["configure.in", "autoreconf", /^/],
  ["Makefile", "make", /^install\s*:/m],
  ["makefile", "make", /^install\s*:/m],
  ["GNUmakefile", "make", /^install\s*:/m],
];

/** More sources than these are not searched for headers. */
const mostSources = 200;

/** What a project says of its C, C++ and Fortran; undefined for a project without sources of any. */
export async function inspectCompiled(
  source: ProjectSource,
): Promise<CompiledFindings | undefined> {
  const paths = source.files.map(({ path }) => path);
  // Deeper down they are part of something else, unless something on top builds them.
  const isNear = (path: string) => /^(src\/)?[^/]+$/.test(path);
  const hasBuilder = builders.some(([file]) => paths.includes(file));
  const sources = paths.filter((path) =>
    (hasBuilder || isNear(path)) && languageOf.some(([pattern]) => pattern.test(path))
  );
  if (sources.length === 0) return undefined;
  const languages = languageOf
    .filter(([pattern]) => sources.some((path) => pattern.test(path)))
    .map(([, language]) => language);
  const headers = await libraryHeaders(source, paths.filter(isC).slice(0, mostSources));
  const mains = await sourcesWithMain(source, sources.slice(0, mostSources));
  const builder = builders.find(([file]) => paths.includes(file));
  if (!builder) {
    const [file] = sources;
    return { file, kind: "sources", languages, headers, installs: false, sources, mains };
  }
  const [file, kind, pattern] = builder;
  const installs = pattern.test(await source.read(file) ?? "");
  return { file, kind, languages, headers, installs, sources, mains };
}

function isC(path: string): boolean {
  return /\.(c|cc|cpp|cxx|C|h|hh|hpp|hxx)$/.test(path);
}

async function sourcesWithMain(
  source: ProjectSource,
  sources: readonly string[],
): Promise<string[]> {
  const texts = await Promise.all(sources.map((path) => source.read(path)));
  const main = /\bmain\s*\(|^\s*program\s+\w+/im;
  return sources.filter((_, at) => main.test(texts[at] ?? ""));
}

/** Headers in angle brackets that are no file of the project's, each where it is first seen. */
async function libraryHeaders(
  source: ProjectSource,
  paths: readonly string[],
): Promise<CompiledFindings["headers"]> {
  const own = new Set(source.files.map(({ path }) => path.replace(/^.*\//, "")));
  const found = new Map<string, CompiledFindings["headers"][number]>();
  for (const file of paths) {
    const lines = (await source.read(file) ?? "").split("\n");
    lines.forEach((text, at) => {
      const header = /^\s*#\s*include\s*<([^>]+)>/.exec(text)?.[1];
      if (!header || own.has(header.replace(/^.*\//, "")) || found.has(header)) return;
      found.set(header, { header, file, line: at + 1 });
    });
  }
  return [...found.values()];
}
