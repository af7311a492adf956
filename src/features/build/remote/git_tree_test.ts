import assert from "node:assert/strict";
import { directoryWithin, pathWithin, settleTree } from "./git_tree.ts";

async function tree() {
  const outer = await Deno.makeTempDir({ prefix: "dkt-tree-" });
  const root = `${outer}/tree`;
  for (const directory of ["sub/.git", "deep/er", ".git/objects"]) {
    await Deno.mkdir(`${root}/${directory}`, { recursive: true });
  }
  await Deno.writeTextFile(`${outer}/outside`, "");
  await Deno.writeTextFile(`${root}/deep/er/file`, "");
  await Deno.writeTextFile(`${root}/deep/.git`, "gitdir: elsewhere");
  await Deno.symlink("../outside", `${root}/out`);
  await Deno.symlink("deep", `${root}/in`);
  return {
    root,
    outer,
    [Symbol.asyncDispose]: () => Deno.remove(outer, { recursive: true }),
  };
}

const time = 1_500_000_000;
const timeOf = async (path: string) => (await Deno.stat(path)).mtime!.getTime() / 1000;

Deno.test("settleTree() gives all files one time, follows no link, removes git's files", async () => {
  await using made = await tree();
  const { root, outer } = made;
  await settleTree(root, time, { keepGit: false });
  for (const path of [".", "sub", "deep", "deep/er", "deep/er/file"]) {
    assert.equal(await timeOf(`${root}/${path}`), time, path);
  }
  assert.notEqual(await timeOf(`${outer}/outside`), time);
  for (const path of [".git", "sub/.git", "deep/.git"]) {
    await assert.rejects(Deno.lstat(`${root}/${path}`), Deno.errors.NotFound);
  }
});

Deno.test("settleTree() keeps git's files where they are asked for", async () => {
  await using made = await tree();
  await settleTree(made.root, time, { keepGit: true });
  assert.equal(await timeOf(`${made.root}/.git/objects`), time);
});

Deno.test("pathWithin() follows links inside and refuses those that lead out", async () => {
  await using made = await tree();
  const root = await Deno.realPath(made.root);
  assert.equal(await pathWithin(root, "in/er/file", "x"), `${root}/deep/er/file`);
  assert.equal(await directoryWithin(root, ".", "x"), root);
  await assert.rejects(pathWithin(root, "out", "x"), /^Failure: out leads out of x$/);
  await assert.rejects(pathWithin(root, "../outside", "x"), /leads out of x/);
  await assert.rejects(pathWithin(root, "none", "x"), /^Failure: There is no none in x$/);
  await assert.rejects(directoryWithin(root, "in/er/file", "x"), /is not a directory of x/);
});
