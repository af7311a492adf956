import assert from "node:assert/strict";
import { gitOrigin } from "./git_origin.ts";

const config = `[core]
\tbare = false
[remote "other"]
\turl = https://example.org/other.git
[remote "origin"]
\turl = https://me:token@example.org/me/app.git
\tfetch = +refs/heads/*:refs/remotes/origin/*
`;

const cases: [what: string, files: Record<string, string>, origin: string | undefined][] = [
  ["a clone", { ".git/config": config }, "https://me:token@example.org/me/app.git"],
  ["no remote", { ".git/config": "[core]\n\tbare = false\n" }, undefined],
  ["a worktree", {
    ".git": "gitdir: repo/worktrees/one\n",
    "repo/worktrees/one/commondir": "../..\n",
    "repo/config": config,
  }, "https://me:token@example.org/me/app.git"],
];

for (const [what, files, origin] of cases) {
  Deno.test(`gitOrigin() reads ${what}, also from a folder within`, async () => {
    const folder = await Deno.makeTempDir();
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(`${folder}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${folder}/${path}`, text);
    }
    await Deno.mkdir(`${folder}/a/b`, { recursive: true });
    assert.equal(await gitOrigin(folder), origin);
    assert.equal(await gitOrigin(`${folder}/a/b`), origin);
    await Deno.remove(folder, { recursive: true });
  });
}
