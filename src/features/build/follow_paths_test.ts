import assert from "node:assert/strict";
import { followPaths } from "./follow_paths.ts";

/** A directory with links of every kind, removed at the end. */
async function tree() {
  const root = await Deno.makeTempDir();
  for (const directory of ["d/sub", "other"]) {
    await Deno.mkdir(`${root}/${directory}`, { recursive: true });
  }
  await Deno.writeTextFile(`${root}/other/file`, "");
  const links = [
    ["absolute", "/other/file"],
    ["outside", "../../../other"],
    ["d/up", "../other"],
    ["d/loop", "loop"],
    ["dangling", "no/such"],
  ];
  for (const [path, target] of links) await Deno.symlink(target, `${root}/${path}`);
  return { root, [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }) };
}

const cases: [string[], string[]][] = [
  [["d/sub"], ["d/sub"]],
  [["absolute"], ["absolute", "other/file"]],
  [["outside/file"], ["other/file", "outside"]],
  [["d/up/file"], ["d/up", "other/file"]],
  [["d/loop"], ["d/loop"]],
  [["d/*"], ["d/*", "d/loop", "other"]],
  [["dangling"], ["dangling", "no/such"]],
  [["missing"], ["missing"]],
  [["/d/sub/"], ["d/sub"]],
  [["d/sub", "."], []],
];

for (const [paths, expected] of cases) {
  Deno.test(`followPaths() follows ${paths.join(", ")}`, async () => {
    await using made = await tree();
    assert.deepEqual(followPaths(made.root, paths), expected);
  });
}
