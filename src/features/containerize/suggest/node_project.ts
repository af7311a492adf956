import type { ImportedPackage, NodeFindings, VersionAsked } from "./findings.ts";
import type { ProjectSource } from "./project_source.ts";
import { VersionRange } from "./version_range.ts";

const locks = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"] as const;

/** Modules of Node.js itself that sources still name without `node:`. */
const builtIn = new Set(
  `assert async_hooks buffer child_process cluster console constants crypto dgram
  diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks
  process punycode querystring readline repl stream string_decoder sys timers tls trace_events tty
  url util v8 vm wasi worker_threads zlib`.split(/\s+/),
);

const testTools = /^(jest|mocha|chai|vitest|sinon|ava|tap|supertest|eslint|prettier|typescript)$/;

/** What a project says of its Node.js; undefined for a project without any. */
export async function inspectNode(source: ProjectSource): Promise<NodeFindings | undefined> {
  const text = await source.read("package.json");
  const manifest = text === undefined ? undefined : readManifest(text);
  const scripts = source.files.map(({ path }) => path).filter((path) => /\.[cm]?js$/.test(path));
  // Scripts of a page in a folder of some web service are no programs of Node's.
  const programs = scripts.filter((path) => !path.includes("/"));
  if (!manifest && programs.length === 0) return undefined;
  const paths = new Set(source.files.map(({ path }) => path));
  return {
    asked: await versionAsked(source, manifest?.engine),
    manifest: manifest?.manifest,
    lock: locks.find((name) => paths.has(name)),
    imports: manifest ? [] : await importedPackages(source, programs),
  };
}

function readManifest(
  text: string,
): { manifest: NonNullable<NodeFindings["manifest"]>; engine: string | undefined } | undefined {
  const content = parseObject(text);
  if (!content) return undefined;
  const { bin, main, packageManager, engines, name } = content;
  const ownName = typeof name === "string" ? name.replace(/^@[^/]*\//, "") : "";
  return {
    manifest: {
      dependencies: Object.keys(record(content.dependencies)).length,
      devDependencies: Object.keys(record(content.devDependencies)).length,
      scripts: strings(record(content.scripts)),
      main: typeof main === "string" ? main : undefined,
      bin: typeof bin === "string" ? [ownName] : Object.keys(record(bin)),
      packageManager: typeof packageManager === "string"
        ? packageManager.replace(/\+.*$/, "")
        : undefined,
    },
    engine: strings(record(engines)).node,
  };
}

async function versionAsked(
  source: ProjectSource,
  engine: string | undefined,
): Promise<VersionAsked | undefined> {
  const named = [".nvmrc", ".node-version"].map(async (file) => ({
    file,
    text: /^\s*v?(\d[\d.]*)/.exec(await source.read(file) ?? "")?.[1],
  }));
  for (
    const { file, text } of [...await Promise.all(named), { file: "package.json", text: engine }]
  ) {
    const range = text === undefined ? undefined : VersionRange.parse(text);
    if (range) return { range, file };
  }
}

async function importedPackages(
  source: ProjectSource,
  scripts: readonly string[],
): Promise<ImportedPackage[]> {
  const found = new Map<string, ImportedPackage>();
  for (const file of scripts) {
    const lines = withoutComments(await source.read(file) ?? "").split("\n");
    lines.forEach((text, at) => {
      for (const module of importedModules(text)) {
        const packageName = /^(@[^/]+\/)?[^/]+/.exec(module)?.[0];
        if (!packageName || builtIn.has(packageName) || found.has(packageName)) continue;
        const testOnly = testTools.test(packageName) || /\.(test|spec)\.[cm]?js$/.test(file);
        found.set(packageName, { packageName, module, file, line: at + 1, testOnly });
      }
    });
  }
  return [...found.values()];
}

/** Names in `import … from "x"`, `import "x"`, `import("x")` and `require("x")`, files left out. */
function importedModules(line: string): string[] {
  const forms = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(["'])([^"'\s]+)\1/g;
  return [...line.matchAll(forms)].map(([, , name]) => name)
    .filter((name) => !/^(\.|\/|node:|data:|https?:)/.test(name));
}

/** Line for line; an address in a string is no comment. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[^]*?\*\//g, (text) => text.replace(/[^\n]/g, " "))
    .replace(/(^|[^:"'`\w])\/\/[^\n]*/gm, "$1");
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return record(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // npm will say so.
    throw error;
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}

function strings(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}
