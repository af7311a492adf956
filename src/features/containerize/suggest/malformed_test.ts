import assert from "node:assert/strict";
import { suggestBase } from "./base_choice.ts";
import { commandsFor } from "./commands_for.ts";
import { inspectProject } from "./inspect.ts";
import { bases, sourceOf } from "./source_fixture.ts";
import { suggestTest } from "./suggest_test_command.ts";

/** Every file that says something of a project, by its name alone. */
const names = [
  ...".python-version runtime.txt .tool-versions requirements.txt pyproject.toml setup.py setup.cfg"
    .split(" "),
  ..."Pipfile Pipfile.lock uv.lock poetry.lock environment.yml a.ipynb a.py package.json .nvmrc"
    .split(" "),
  ..."package-lock.json yarn.lock pnpm-lock.yaml a.js DESCRIPTION renv.lock a.R Makefile a.c".split(
    " ",
  ),
  ..."CMakeLists.txt configure.ac go.mod Cargo.toml Gemfile pom.xml .env.example run.sh data.csv"
    .split(" "),
];

const texts = [
  "",
  "\n\n",
  "{",
  "[]",
  "null",
  "0",
  '"text"',
  "[[[",
  "a: [b",
  "dependencies:",
  "dependencies: 3",
  '{"dependencies": 3, "engines": "x", "scripts": [], "bin": 1, "R": 1, "Packages": 2}',
  '{"engines": {"node": "latest"}, "R": {"Version": {}}, "Packages": null}',
  "[project]\ndependencies = 3\nscripts = 1\nrequires-python = 3",
  '[tool.poetry]\ndependencies = "x"\ngroup = 1',
  "Package: x\nDepends: R (>= latest)",
  "#!",
  "#!/usr/bin/env",
  "'''",
  "\ufeffimport a",
  "import \nfrom import\nfrom . import",
  "import " + "a".repeat(100_000),
  "\\".repeat(50_000),
  "(".repeat(50_000),
  " ".repeat(50_000) + "x",
  "x".repeat(50_000),
];

for (const text of texts) {
  const shown = JSON.stringify(text.length > 70 ? `${text.slice(0, 10)}…` : text);
  Deno.test(`files that hold ${shown} are borne, quickly`, async () => {
    const began = performance.now();
    for (const projects of [...names.map((name) => [name]), names]) {
      const source = sourceOf(Object.fromEntries(projects.map((name) => [name, text])));
      const findings = await inspectProject(source);
      const base = suggestBase(findings, { images: [], local: {}, now: 1.8e12 });
      assert.match(base.image, /^[\w./-]+:[\w.-]*\d[\w.-]*$/);
      suggestTest(findings, "/code");
      for (const facts of Object.values(bases)) {
        const suggested = JSON.stringify([base, commandsFor(findings, facts, "/code")]);
        assert.doesNotMatch(suggested, /undefined|null|NaN|:latest/);
      }
    }
    assert.ok(performance.now() - began < 5000);
  });
}
