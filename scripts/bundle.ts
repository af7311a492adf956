/**
 * `deno task bundle`: all of dk as one minified JavaScript file, `dist/dk.js`.
 *
 * What a command imports with `await import()` is evaluated when the command runs, in the one
 * file (a lazy initialiser) as well as in parts (a file of its own). Whitespace and syntax are
 * minified; names are kept, so that the stack that `--debug` prints can be read.
 */
import * as esbuild from "esbuild";
import { basename, dirname } from "../src/lib/path.ts";
import { groupParts, mergeParts } from "./merge_parts.ts";
import { npmFolder } from "./npm_folder.ts";

/** A file of the bundle: name without folder, and content. */
export interface BundleFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What is bundled, and into how many files. */
export interface BundleOptions {
  /** The entry module. */
  entry: string;
  /** Name of the first file of the result. */
  name: string;
  /**
   * Gives what is loaded lazily a file of its own. The runtime reads every byte of a file that it
   * loads, some 30 MB a second: a command that needs a tenth of dk then starts sooner.
   */
  inParts?: boolean;
  /**
   * Name of the one command that the program is to know: what dk does when that is its first word, with
   * less to load.
   */
  command?: string;
}

const minified: esbuild.BuildOptions = {
  format: "esm",
  target: "esnext",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
};

/**
 * Bundles the module graph of `entry`. The same sources give the same bytes.
 *
 * @throws Error when a module cannot be found or would need `require` at run time
 */
export async function bundle(
  { entry, name, inParts, command }: BundleOptions,
): Promise<BundleFile[]> {
  await using packages = await npmFolder(entry);
  const ending = name.slice(name.lastIndexOf("."));
  const options = {
    ...minified,
    entryPoints: { [name.replace(ending, "")]: entry },
    bundle: true,
    outdir: ".",
    outExtension: { ".js": ending },
    write: false as const,
    platform: "node" as const,
    conditions: ["deno", "import"],
    nodePaths: [packages.path],
    plugins: [versionOnly, textFiles, nodeModules, ...command ? [commandAlone(command)] : []],
  };
  try {
    const files = inParts
      ? await buildParts(options, name, ending)
      : textsByName((await esbuild.build(options)).outputFiles);
    return [...files].map(bundleFile).sort((a, b) =>
      Number(b.name === name) - Number(a.name === name) || (a.name < b.name ? -1 : 1)
    );
  } finally {
    await esbuild.stop();
  }
}

async function buildParts(
  options: esbuild.BuildOptions & { write: false },
  name: string,
  ending: string,
): Promise<Map<string, string>> {
  const { outputFiles, metafile } = await esbuild.build({
    ...options,
    splitting: true,
    chunkNames: `${name.replace(ending, "")}-[name]-[hash]`,
    metafile: true,
  });
  const contents = textsByName(outputFiles);
  const groups = groupParts(metafile.outputs, name);
  return await mergeParts({ contents, outputs: metafile.outputs }, groups, name, minified);
}

/** Of `deno.json` only the version goes into the bundle. */
const versionOnly: esbuild.Plugin = {
  name: "version-only",
  setup(build) {
    build.onLoad({ filter: /\/deno\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await Deno.readTextFile(path));
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};

/** `import page from "…" with { type: "text" }` brings a file of `templates/` in as a string. */
const textFiles: esbuild.Plugin = {
  name: "text-files",
  setup(build) {
    build.onLoad({ filter: /./ }, async ({ path, with: { type } }) => {
      if (type === "text") return { contents: await Deno.readTextFile(path), loader: "text" };
      if (type === "bytes") return { contents: await Deno.readFile(path), loader: "binary" };
    });
  },
};

/** In place of the table of commands, the one command, which then needs not be looked for. */
const commandAlone = (name: string): esbuild.Plugin => ({
  name: "command-alone",
  setup(build) {
    build.onLoad({ filter: /\/src\/commands\/app\.ts$/ }, ({ path }) => ({
      contents: `import command from "./${name}.ts";
        import { runCommand } from "./run_command.ts";
        export const runApp = (args, makeContext) =>
          runCommand(command, args.slice(1), makeContext({ debug: false }));`,
      resolveDir: dirname(path),
      loader: "ts",
    }));
  },
});

/** Deno knows its built-in node modules only by their full name: `node:path`, not `path`. */
const nodeModules: esbuild.Plugin = {
  name: "node-modules",
  setup(build) {
    build.onResolve(
      { filter: /^[a-z_]+(\/promises)?$/ },
      async ({ path, kind, resolveDir, pluginData }) => {
        if (pluginData === nodeModules || kind === "entry-point") return;
        const found = await build.resolve(path, { kind, resolveDir, pluginData: nodeModules });
        return found.external ? { path: `node:${path}`, external: true } : found;
      },
    );
  },
};

function textsByName(files: esbuild.OutputFile[]): Map<string, string> {
  return new Map(files.map(({ path, text }) => [basename(path), text]));
}

function bundleFile([name, text]: [string, string]): BundleFile {
  if (/\b__require\("/.test(text)) {
    throw new Error(
      `${name} needs require(), which a bundle does not have: import the ES module form of that package`,
    );
  }
  return { name, bytes: new TextEncoder().encode(text) };
}

if (import.meta.main) {
  const [file] = await bundle({ entry: "main.ts", name: "dk.js" });
  await Deno.mkdir("dist", { recursive: true });
  await Deno.writeFile("dist/dk.js", file.bytes);
  console.error(`dist/dk.js: ${file.bytes.length.toLocaleString("en")} bytes`);
}
