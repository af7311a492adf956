import assert from "node:assert/strict";
import { foldersNamedIn, membersOf } from "./workspace_members.ts";

const texts: [path: string, text: string, workspaces: string[], folders: string[]][] = [
  [
    "package.json",
    '{"workspaces":["packages/*","!packages/old"]}',
    ["packages/*", "!packages/old"],
    [],
  ],
  ["a/package.json", '{"workspaces":{"packages":["web"]}}', ["web"], []],
  [
    "package.json",
    '{"dependencies":{"a":"file:./libs/a","b":"1.0"},"devDependencies":{"c":"link:../c"}}',
    [],
    ["./libs/a", "../c"],
  ],
  [
    "composer.json",
    '{"repositories":[{"type":"path","url":"packages/*"},{"type":"vcs","url":"x"},{"packagist.org":false}]}',
    [],
    ["packages/"],
  ],
  ["composer.json", '{"repositories":{"a":{"type":"artifact","url":"zips"}}}', [], ["zips"]],
  ["package.json", "{", [], []],
  ["package.json", "[1]", [], []],
  [
    "pyproject.toml",
    '[tool.uv.sources]\na = { path = "libs/a" }\nb = [{ path = "../b", editable = true }]\nc = { workspace = true }\n',
    [],
    ["libs/a", "../b"],
  ],
  [
    "pyproject.toml",
    '[project]\ndependencies = ["a @ file:libs/a", "b", "c @ file:///${PROJECT_ROOT}/c ; x"]\n[tool.poetry.dependencies]\nd = { path = "d" }\n',
    [],
    ["libs/a", "c", "d"],
  ],
  ["pyproject.toml", "[", [], []],
  [
    "pnpm-workspace.yaml",
    "packages:\n  # all\n  - 'apps/*' # each\n  - \"libs/**\"\n  - '!**/test'\ncatalog:\n  - x\n",
    ["apps/*", "libs/**", "!**/test"],
    [],
  ],
];

for (const [path, text, workspaces, folders] of texts) {
  Deno.test(`foldersNamedIn() reads ${path}: ${text.replaceAll("\n", " ")}`, async () => {
    assert.deepEqual(await foldersNamedIn(path, text), { workspaces, folders });
  });
}

const files = [
  "apps/web/package.json",
  "apps/web/src/package.json",
  "apps/web/node_modules/x/package.json",
  "libs/deep/er/package.json",
  "libs/package.json",
  "package.json",
  "apps/web/index.js",
];
const members: [patterns: string[], members: string[]][] = [
  [["apps/*"], ["apps/web/package.json"]],
  [["libs/**"], ["libs/deep/er/package.json", "libs/package.json"]],
  [["./apps/web/"], ["apps/web/package.json"]],
  [["**", "!apps/**"], ["libs/deep/er/package.json", "libs/package.json"]],
  [[], []],
];

for (const [patterns, expected] of members) {
  Deno.test(`membersOf() finds the packages of ${patterns.join(" ")}`, () => {
    assert.deepEqual(membersOf(".", patterns, files), expected);
  });
}
