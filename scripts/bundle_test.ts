import assert from "node:assert/strict";
import { bundle, type BundleFile } from "./bundle.ts";
import { groupParts, type Parts } from "./merge_parts.ts";

/** A program of three commands that share a module, which throws an error of a class all know. */
const program: Record<string, string> = {
  "main.ts": `import { Gone } from "./gone.ts";
    const names = Deno.args;
    const load = { a: () => import("./a.ts"), b: () => import("./b.ts"), c: () => import("./c.ts") };
    async function run(name: "a" | "b" | "c") {
      try { console.log(await (await load[name]()).run()); }
      catch (error) { console.log(error instanceof Gone, error.constructor.name, error.message); }
    }
    names.reduce((before, name) => before.then(() => run(name)), Promise.resolve());`,
  "gone.ts": `export class Gone extends Error {}`,
  "shared.ts": `import { Gone } from "./gone.ts";
    export let calls = 0;
    export function fail(text: string): never { calls++; throw new Gone(text); }
    export function count() { return ++calls; }`,
  "a.ts": `import { count } from "./shared.ts";
    import page from "./page.txt" with { type: "text" };
    export const run = () => page + count();`,
  "b.ts": `import { fail } from "./shared.ts"; export const run = () => fail("b");`,
  "c.ts": `import { calls, count } from "./shared.ts";
    export async function run() { count(); return calls + " " + (await import("./only_c.ts")).last; }`,
  "only_c.ts": `import { count } from "./shared.ts"; export const last = count();`,
  "page.txt": "# Page \u2192 ",
};

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "dk-bundle-" });
  try {
    for (const [name, text] of Object.entries(program)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function output(files: BundleFile[], ...args: string[]): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "dk-bundled-" });
  try {
    for (const { name, bytes } of files) await Deno.writeFile(`${folder}/${name}`, bytes);
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--allow-read",
        "--allow-env",
        "--no-config",
        "--no-lock",
        `${folder}/${files[0].name}`,
        ...args,
      ],
    }).output();
    return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const expected = "# Page \u2192 1\ntrue Gone b\n3 4\n";

Deno.test("bundle() makes one file that does what the modules do, always the same", async () => {
  const [files, again] = await inFolder(async (folder) => {
    const options = { entry: `${folder}/main.ts`, name: "x.js" };
    return [await bundle(options), await bundle(options)];
  });
  assert.deepEqual(files, again);
  assert.deepEqual(files.map(({ name }) => name), ["x.js"]);
  assert.equal(await output(files, "a", "b", "c"), expected);
});

Deno.test("bundle() in parts gives each command a file and what they share another", async () => {
  const files = await inFolder((folder) =>
    bundle({ entry: `${folder}/main.ts`, name: "x.mjs", inParts: true })
  );
  const names = files.map(({ name }) => name.replace(/-[A-Z0-9]{8}/, ""));
  assert.deepEqual(names, [
    "x.mjs",
    "x-a.mjs",
    "x-b.mjs",
    "x-c.mjs",
    "x-only_c.mjs",
    "x-shared.mjs",
  ]);
  assert.equal(await output(files, "a", "b", "c"), expected);
});

Deno.test("bundle() in parts reads no file at the start that only a command needs", async () => {
  const files = await inFolder((folder) =>
    bundle({ entry: `${folder}/main.ts`, name: "x.mjs", inParts: true })
  );
  // With the files of the other commands gone, a runtime that reads them ahead would fail.
  const needed = files.filter(({ name }) => !/^x-(b|c|only_c)-/.test(name));
  assert.equal(await output(needed, "a"), "# Page \u2192 1\n");
  const text = files.map(({ bytes }) => new TextDecoder().decode(bytes)).join("\n");
  assert.doesNotMatch(text, /\bimport\("/);
});

Deno.test("bundle() of one command knows that command and no other", async () => {
  const files = await bundle({ entry: "main.ts", name: "x.mjs", inParts: true, command: "stop" });
  assert.match(await output(files, "stop", "--help"), /^End running containers\n/);
  assert.match(await output(files, "stop", "--bogus"), /Unknown flag --bogus/);
  const text = files.map(({ bytes }) => new TextDecoder().decode(bytes)).join("\n");
  assert.doesNotMatch(text, /List images/);
});

Deno.test("dk images loads no more than a list needs: 15 kB cost it a quarter of a millisecond", async () => {
  const [{ bytes }] = await bundle({
    entry: "main.ts",
    name: "x.mjs",
    inParts: true,
    command: "images",
  });
  assert.ok(bytes.length < 60_000, `${bytes.length} bytes`);
});

/** A part of `bytes` bytes that imports others statically; `lazy` ones are entry points. */
function part(bytes: number, imports: string[], lazy = false): Parts["outputs"][string] {
  return {
    bytes,
    imports: imports.map((path) => ({ path, kind: "import-statement" as const })),
    exports: [],
    inputs: {},
    entryPoint: lazy ? "lazy.ts" : undefined,
  };
}

Deno.test("groupParts() merges what the start needs and what it pays to load together", () => {
  const outputs = {
    "x.mjs": part(100, ["core"], true),
    core: part(900_000, ["deep"]),
    deep: part(900_000, []),
    one: part(10, ["core", "often", "seldom-small", "seldom-large"], true),
    two: part(10, ["often", "seldom-small", "seldom-large"], true),
    three: part(10, ["often"], true),
    four: part(10, ["often"], true),
    often: part(900_000, []),
    "seldom-small": part(12_000, []),
    "seldom-large": part(14_000, []),
  };
  assert.deepEqual(Object.fromEntries(groupParts(outputs, "x.mjs")), {
    "x.mjs": "entry",
    core: "entry",
    deep: "entry",
    often: "shared",
    "seldom-small": "shared",
  });
});

Deno.test("groupParts() merges a part with all that it imports, or not at all", () => {
  const sharedWith = (between: number) => {
    const outputs = {
      "x.mjs": part(100, [], true),
      one: part(10, ["often"], true),
      two: part(10, ["often"], true),
      three: part(10, ["often"], true),
      four: part(10, ["often", "between"], true),
      five: part(10, [], true),
      often: part(10, ["between"]),
      between: part(between, ["constants"]),
      constants: part(10, []),
    };
    return [...groupParts(outputs, "x.mjs").keys()].sort();
  };
  assert.deepEqual(sharedWith(60_000), ["between", "constants", "often", "x.mjs"]);
  assert.deepEqual(sharedWith(900_000), ["constants", "x.mjs"]);
});

Deno.test("groupParts() refuses files that would import each other", () => {
  const outputs = {
    "x.mjs": part(100, [], true),
    one: part(10, ["often"], true),
    two: part(10, ["often"], true),
    often: part(10, ["one"]),
  };
  assert.throws(() => groupParts(outputs, "x.mjs"), /import each other: one, .*shared/);
});
