import assert from "node:assert/strict";
import { checkVariable } from "./answers.ts";
import type { BaseFacts } from "./base_facts.ts";
import { dependencyCommands } from "./dependency_words.ts";
import { inspectProject } from "./inspect.ts";
import { bases, sourceOf } from "./source_fixture.ts";

Deno.test("checkVariable() refuses what is no variable and what is a secret", () => {
  assert.equal(checkVariable("A_1=b=c", "--env"), "A_1=b=c");
  assert.equal(checkVariable("A=", "--env"), "A=");
  for (const wrong of ["A", "1A=b", "a b=c", "API_KEY=abcdef1234"]) {
    assert.throws(() => checkVariable(wrong, "--env"), { exitCode: 2 }, wrong);
  }
});

const python = { "a.py": "x = 1" };
const cases: [
  files: Record<string, string>,
  base: BaseFacts,
  typed: string[],
  commands: string[],
][] = [
  [python, bases.pythonSlim, ["apt-get install -y git", "numpy==2.1"], [
    "apt-get install -y git",
    "pip install numpy==2.1",
  ]],
  [python, bases.pythonSlim, ["numpy>=2", "pandas", "pytest"], [
    "pip install 'numpy>=2' pandas",
    "pip install pytest",
  ]],
  [python, bases.debian, ["apt-get update && apt-get install -y python3", "numpy"], [
    "apt-get update && apt-get install -y python3",
    "apt-get update && apt-get install -y python3 python3-venv",
    "python3 -m venv /opt/venv",
    "/opt/venv/bin/pip install numpy",
  ]],
  [{ "a.js": "1" }, bases.nodeSlim, ["express@4"], ["cd /code && npm install express@4"]],
  [{ "a.sh": "ls" }, bases.alpine, ["jq"], ["apk add jq"]],
  [{ "environment.yml": "dependencies: []" }, bases.miniforge, ["numpy"], [
    "mamba install -y -p /opt/env numpy",
  ]],
  [python, bases.debian, ["", " a b "], ["a b"]],
];

for (const [files, base, typed, commands] of cases) {
  Deno.test(`dependencyCommands() of ${typed}`, async () => {
    const found = await inspectProject(sourceOf(files));
    assert.deepEqual(dependencyCommands(typed, found, base, "/code"), commands);
  });
}
