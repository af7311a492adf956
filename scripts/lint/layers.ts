/**
 * Who may import whom: a file imports its own layer and those named here. A layer that is missing
 * from the table may be imported by nobody and import nothing, so a new one must be placed first.
 */
const allowed: Record<string, readonly string[]> = {
  lib: [],
  image: ["lib"],
  engine: ["lib", "image"],
  registry: ["lib", "image", "engine"],
  buildkit: ["lib", "image", "engine", "registry"],
  features: ["lib", "image", "engine", "registry", "buildkit"],
  view: ["lib", "image", "engine", "registry", "buildkit", "features"],
  cli: ["lib"],
  commands: [
    "lib",
    "image",
    "engine",
    "registry",
    "buildkit",
    "features",
    "view",
    "cli",
  ],
};

/** The layer of a path inside the project: `src/engine/host.ts` is of `engine`. */
function layerOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/**
 * Judges one import.
 *
 * @param importer path of the importing file inside the project
 * @param imported path of the imported file inside the project
 * @returns what is wrong, or undefined
 */
export function layerFault(importer: string, imported: string): string | undefined {
  const from = layerOf(importer);
  if (from === undefined) return undefined; // main.ts, scripts and tests may import all.
  const layers = allowed[from];
  if (!layers) return `Layer src/${from} has no place in scripts/lint/layers.ts`;
  if (imported === "deno.json" || imported.startsWith("templates/")) return undefined;
  const to = layerOf(imported);
  if (to === undefined) return `Layer ${from} must not import ${imported}, which is outside src`;
  if (to === from || layers.includes(to)) return undefined;
  return `Layer ${from} must not import layer ${to}`;
}
