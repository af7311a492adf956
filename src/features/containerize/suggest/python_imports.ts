import { standardModules } from "./python_modules.ts";

/** One import statement's module: `os.path` of `import os.path`. */
export interface PythonImport {
  module: string;
  /** From 1. */
  line: number;
  /** True where the program goes on without the module: `try: … except ImportError: x = None`. */
  isOptional: boolean;
}

/**
 * The modules that a Python source imports, relative ones left out. `from google.cloud import
 * storage` gives `google.cloud.storage`, as modules of one namespace are packages of their own.
 */
export function pythonImports(source: string): PythonImport[] {
  const lines = withoutTexts(source).split("\n");
  const imports: PythonImport[] = [];
  lines.forEach((text, at) => {
    const add = (module: string) =>
      imports.push({ module, line: at + 1, isOptional: isOptional(lines, at) });
    for (const statement of text.split(";")) {
      const plain = /^\s*import\s+([\w.\s,]+)/.exec(statement);
      for (const part of plain?.[1].split(",") ?? []) {
        const [module] = part.trim().split(/\s+/);
        if (module) add(module);
      }
      const from = /^\s*from\s+(\w[\w.]*)\s+import\b\s*\(?\s*(\w*)/.exec(statement);
      if (from) add(isNamespace(from[1]) && from[2] ? `${from[1]}.${from[2]}` : from[1]);
    }
  });
  return imports;
}

/**
 * The source with comments and the insides of strings blanked out, line for line: what documentation
 * shows is not done.
 */
export function withoutTexts(source: string): string {
  const pattern = /#[^\n]*|("""|''')[^]*?(?:\1|$)|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/g;
  return source.replaceAll("\r\n", "\n")
    .replace(pattern, (text) => '""' + "\n".repeat(text.split("\n").length - 1));
}

function isNamespace(module: string): boolean {
  return /^(google|azure)(\.|$)/.test(module);
}

/** Conditions that hold for type checkers, other systems and other versions of Python only. */
const elsewhere =
  /^\s*(el)?if\b.*(\bTYPE_CHECKING\b|\bplatform\b|\bos\.name\b|\bversion_info\b|\bPY[23]\b|\bnot\b.*__name__)/;

/**
 * True in a `try` whose `except ImportError` neither raises nor exits, and has no second choice but
 * a module of Python's own.
 */
function isOptional(lines: readonly string[], at: number): boolean {
  const depth = indentation(lines[at]);
  if (depth === 0) return false;
  const start = lines.findLastIndex((line, index) => index < at && isAbove(line, depth));
  if (start < 0) return false;
  if (elsewhere.test(lines[start])) return true;
  const outer = indentation(lines[start]);
  const handles = /^\s*except\b.*\b(ImportError|ModuleNotFoundError)\b|^\s*except\s*:/;
  if (handles.test(lines[start])) return true; // The second choice: only the first is installed.
  if (!/^\s*try\s*:/.test(lines[start])) return false;
  const handler = lines.findIndex((line, index) =>
    index > at && line.trim() !== "" && indentation(line) <= outer
  );
  if (handler < 0 || !handles.test(lines[handler])) return false;
  const end = lines.findIndex((line, index) =>
    index > handler && line.trim() !== "" && indentation(line) <= outer
  );
  const body = lines.slice(handler, end < 0 ? undefined : end).join("\n");
  if (/\b(raise|exit|_exit|quit|abort)\b/.test(body)) return false;
  const second = [...body.matchAll(/^\s+(?:from|import)\s+(\w+)/gm)].map(([, name]) => name);
  return second.length === 0 || second.some((name) => standardModules.has(name));
}

function isAbove(line: string, depth: number): boolean {
  return line.trim() !== "" && indentation(line) < depth;
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}
