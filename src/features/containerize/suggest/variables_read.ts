import type { VariableFinding } from "./findings.ts";
import type { ProjectSource } from "./project_source.ts";
import { isTestSource } from "./python_project.ts";

/** Variables that every system sets, or that the interpreters themselves look at. */
const usual =
  /^(HOME|USER|USERNAME|LOGNAME|PATH|PWD|OLDPWD|SHELL|TERM|TMP|TEMP|TMPDIR|HOSTNAME|LANG|LC_\w+|TZ|DISPLAY|EDITOR|PAGER|NO_COLOR|COLUMNS|LINES|CI|XDG_\w+|PYTHON[A-Z]+|CONDA_\w+|VIRTUAL_ENV|NODE_ENV|NODE_PATH|R_HOME|R_LIBS\w*|APPDATA|SYSTEMROOT|USERPROFILE)$/;

const patterns: readonly [ending: RegExp, read: RegExp][] = [
  [
    /\.py$/,
    /\b(?:environ\s*\[\s*|environ\.get\s*\(\s*|getenv\s*\(\s*|environ\.setdefault\s*\(\s*)["'](?<name>[A-Za-z_]\w*)["'](?<rest>\s*,)?/g,
  ],
  [
    /\.[cm]?[jt]s$/,
    /\bprocess\.env(?:\.(?<name>[A-Za-z_]\w*)|\[\s*["'](?<quoted>[A-Za-z_]\w*)["']\s*\])(?<rest>\s*(?:\|\||\?\?))?/g,
  ],
  [/\.r$/i, /\bSys\.getenv\s*\(\s*["'](?<name>[A-Za-z_]\w*)["'](?<rest>\s*,)?/g],
  [/\.(c|cc|cpp|cxx)$/, /\bgetenv\s*\(\s*"(?<name>[A-Za-z_]\w*)"(?<rest>(?!))?/g],
  [/\.(sh|bash)$/, /\$\{(?<name>[A-Z_][A-Z0-9_]*)(?<rest>:?-)/g],
];

const examples = [".env.example", ".env.sample", ".env.template", "example.env", "env.example"];

const mostSources = 300;

/** Environment variables that the sources read, and those of a file of examples. */
export async function findVariables(source: ProjectSource): Promise<VariableFinding[]> {
  const found = new Map<string, VariableFinding>();
  for (const file of examples) {
    for (const each of exampleVariables(await source.read(file) ?? "", file)) {
      found.set(each.name, each);
    }
  }
  const read = source.files
    .filter(({ path }) => patterns.some(([ending]) => ending.test(path)) && !isTestSource(path))
    .slice(0, mostSources);
  for (const { path } of read) {
    for (const each of variablesRead(await source.read(path) ?? "", path)) {
      const known = found.get(each.name);
      // Where it is read says more than where it is listed.
      if (!known || examples.includes(known.file)) {
        found.set(each.name, { ...each, example: known?.example });
      }
    }
  }
  return [...found.values()];
}

function variablesRead(text: string, file: string): VariableFinding[] {
  const pattern = patterns.find(([ending]) => ending.test(file))![1];
  return text.split("\n").flatMap((line, at) =>
    [...line.matchAll(pattern)].flatMap(({ groups = {} }) => {
      const name = groups.name ?? groups.quoted;
      if (usual.test(name)) return [];
      return [{ name, file, line: at + 1, example: undefined, hasDefault: !!groups.rest }];
    })
  );
}

function exampleVariables(text: string, file: string): VariableFinding[] {
  return text.split("\n").flatMap((line, at) => {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line);
    if (!match) return [];
    const value = match[2].replace(/\s+#.*$/, "").trim().replace(/^(["'])(.*)\1$/, "$2");
    return [{ name: match[1], file, line: at + 1, example: value, hasDefault: false }];
  });
}
