/**
 * Makes few files out of the many that a bundler splits a program into. It makes a file of its own
 * for every set of commands that share a module, dozens in all, and the runtime needs 0.2 ms to
 * load each. What the start needs goes into the entry's own file, what many commands share becomes
 * `shared`, and each command keeps a file of its own.
 */
import * as esbuild from "esbuild";
import { basename } from "../src/lib/path.ts";
import { eagerFunctions } from "./eager_functions.ts";

/** Files of a bundle in parts by name, and the bundler's description of them. */
export interface Parts {
  contents: Map<string, string>;
  outputs: esbuild.Metafile["outputs"];
}

type GroupName = "entry" | "shared";

/** Reading so many bytes takes the runtime as long as loading one file more. */
const bytesPerFile = 13_000;

/**
 * Which group each part goes into. Parts that are loaded lazily stay by themselves, for nothing
 * imports them statically. Of what they share goes into `shared`, with all that it imports, what costs
 * those who do not need it less time than it saves those who do. Without what it imports two files
 * could import each other, and one would run before what it needs is there.
 *
 * @param entry the part that the program starts with
 */
export function groupParts(outputs: Parts["outputs"], entry: string): Map<string, GroupName> {
  const started = reachedFrom(outputs, entry);
  const groups = new Map([...started, entry].map((name) => [name, "entry" as GroupName]));
  const lazy = Object.keys(outputs).filter((name) => outputs[name].entryPoint && name !== entry);
  const users = lazy.map((name) => reachedFrom(outputs, name));
  /** What it saves, in bytes that need not be read, to have a part among the shared ones. */
  const saving = (name: string) => {
    const uses = users.filter((reached) => reached.has(name)).length;
    return uses * bytesPerFile - (lazy.length - uses) * outputs[name].bytes;
  };
  const closed = Object.keys(outputs).map((name) => [name, ...reachedFrom(outputs, name)]);
  // What imports little comes first: whoever imports that too has it already.
  for (const [name, ...imported] of closed.toSorted((a, b) => a.length - b.length)) {
    if (outputs[name].entryPoint) continue;
    const needed = [name, ...imported].filter((part) =>
      !groups.has(part) && !outputs[part].entryPoint
    );
    if (needed.reduce((sum, part) => sum + saving(part), 0) <= 0) continue;
    for (const part of needed) groups.set(part, "shared");
  }
  checkOrder(outputs, groups);
  return groups;
}

/** @throws Error when files of the result would import each other */
function checkOrder(outputs: Parts["outputs"], groups: Map<string, GroupName>): void {
  const fileOf = (name: string) => groups.get(name) ?? name;
  const files = new Map<string, Set<string>>();
  for (const [name, { imports }] of Object.entries(outputs)) {
    const targets = imports.filter(({ path, kind }) => kind === "import-statement" && outputs[path])
      .map(({ path }) => fileOf(path)).filter((file) => file !== fileOf(name));
    files.set(fileOf(name), new Set([...files.get(fileOf(name)) ?? [], ...targets]));
  }
  // Whoever imports nothing that is left can be run, until all have run or only circles are left.
  while (files.size > 0) {
    const ready = [...files].filter(([, targets]) =>
      [...targets].every((target) => !files.has(target))
    )
      .map(([file]) => file);
    if (ready.length === 0) {
      throw new Error(`Files of the bundle import each other: ${[...files.keys()].join(", ")}`);
    }
    for (const file of ready) files.delete(file);
  }
}

/** The parts that `from` imports statically, and those that they do. */
function reachedFrom(outputs: Parts["outputs"], from: string): Set<string> {
  const reached = new Set<string>();
  const visit = (name: string) => {
    for (const { path, kind } of outputs[name].imports) {
      if (kind !== "import-statement" || !outputs[path] || reached.has(path)) continue;
      reached.add(path);
      visit(path);
    }
  };
  visit(from);
  return reached;
}

/**
 * Builds the parts anew, those of a group as one file: `x.mjs` for what goes with an entry of that
 * name, `x-shared.mjs` for what is shared.
 */
export async function mergeParts(
  parts: Parts,
  groups: Map<string, GroupName>,
  entry: string,
  options: esbuild.BuildOptions,
): Promise<Map<string, string>> {
  const ending = entry.slice(entry.lastIndexOf("."));
  const fileOf = (group: GroupName) =>
    group === "entry" ? entry : entry.replace(ending, `-${group}${ending}`);
  const alone = [...parts.contents.keys()].filter((name) => !groups.has(name));
  const entryPoints = [
    ...[...new Set(groups.values())].map((group) => ({ in: group, out: fileOf(group) })),
    ...alone.map((name) => ({ in: name, out: name })),
  ].map(({ in: name, out }) => ({ in: name, out: out.replace(ending, "") }));
  const { outputFiles } = await esbuild.build({
    ...options,
    entryPoints,
    outdir: ".",
    outExtension: { ".js": ending },
    bundle: true,
    write: false,
    plugins: [partsPlugin(parts, groups, fileOf)],
  });
  return new Map(outputFiles!.map(({ path, text }) => [
    basename(path),
    eagerFunctions(trulyLazy(text, alone)),
  ]));
}

/**
 * Keeps the runtime from reading at every start what a program may import later: it looks for
 * `import()` of plain strings, reads those files and theirs, all commands of dk. An expression it
 * leaves alone until it is evaluated.
 */
function trulyLazy(text: string, names: readonly string[]): string {
  for (const name of names) {
    text = text.replaceAll(`import("./${name}")`, `import(String("./${name}"))`);
  }
  return text;
}

function partsPlugin(
  { contents, outputs }: Parts,
  groups: Map<string, GroupName>,
  fileOf: (group: GroupName) => string,
): esbuild.Plugin {
  const numbers = new Map([...groups.keys()].map((name, number) => [name, number]));
  /** `a as p3_a`: in a group's file every part's exports have names of their own. */
  const exported = (name: string, inGroup: "from" | "to") =>
    outputs[name].exports.map((export_) => {
      const long = `p${numbers.get(name)}_${export_}`;
      return inGroup === "to" ? `${export_} as ${long}` : `${long} as ${export_}`;
    }).join(",");

  const groupFile = (group: string) =>
    [...groups].filter(([, member]) => member === group)
      .map(([name]) => `export {${exported(name, "to")}} from "./${name}";`).join("\n");
  const detour = (name: string) =>
    `export {${exported(name, "from")}} from "./${fileOf(groups.get(name)!)}";`;

  return {
    name: "parts",
    setup(build) {
      build.onResolve({ filter: /./ }, ({ path, kind, importer, namespace, pluginData }) => {
        if (kind === "entry-point") {
          return {
            path,
            namespace: contents.has(path) ? "part" : "group",
            pluginData: groups.get(path),
          };
        }
        const name = path.replace("./", "");
        const group = groups.get(name);
        if (namespace === "detour" || group === undefined) return { path, external: true };
        const own = namespace === "group" ? importer : pluginData;
        return { path: name, namespace: group === own ? "part" : "detour", pluginData: own };
      });
      build.onLoad({ filter: /./, namespace: "group" }, ({ path }) => ({
        contents: groupFile(path),
        pluginData: path,
      }));
      build.onLoad(
        { filter: /./, namespace: "detour" },
        ({ path }) => ({ contents: detour(path) }),
      );
      build.onLoad({ filter: /./, namespace: "part" }, ({ path }) => ({
        contents: contents.get(path),
        pluginData: groups.get(path),
      }));
    },
  };
}
