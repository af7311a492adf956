import assert from "node:assert/strict";
import { inspectProject } from "./inspect.ts";
import type { ProjectFindings } from "./findings.ts";
import { projectSource } from "./project_source.ts";
import { parseRequirements, requirementName } from "./requirements_file.ts";
import { sourceOf } from "./source_fixture.ts";

type Texts = Record<string, string>;

const requirements: [text: string, name: string | undefined][] = [
  ["numpy", "numpy"],
  ["uvicorn[standard]>=0.20; python_version > '3.8'", "uvicorn"],
  ["a.b_c-d ~= 1.0", "a.b_c-d"],
  ["x @ https://example.org/x.whl", "x"],
  ["git+https://example.org/me/tool.git@v1", "tool"],
  ["-e git+https://example.org/me/tool#egg=other", "other"],
  ["-e .", undefined],
  ["--index-url https://example.org/simple", undefined],
  ["./local", undefined],
];

for (const [text, name] of requirements) {
  Deno.test(`requirementName() of ${text}`, () => assert.equal(requirementName(text), name));
}

Deno.test("parseRequirements() knows comments, continued lines and other files", () => {
  const text = "\r\na # b\r\n#c\r\nd \\\r\n  --hash=x\r\n-r base.txt\n-c limits.txt\n";
  assert.deepEqual(parseRequirements(text), {
    packages: ["a"],
    includes: ["base.txt"],
    needsGit: false,
  });
});

const asked: [name: string, files: Texts, file: string | undefined, range?: string][] = [
  [
    ".python-version",
    { ".python-version": "3.11.4\n", "setup.py": "python_requires='>=3.8'" },
    ".python-version",
    "3.11.4",
  ],
  ["a pyenv name that is no version", { ".python-version": "myenv\n", "a.py": "x=1" }, undefined],
  ["runtime.txt", { "runtime.txt": "python-3.10.2", "a.py": "x=1" }, "runtime.txt", "3.10.2"],
  [
    "pyproject.toml",
    { "pyproject.toml": '[project]\nrequires-python=">=3.9"' },
    "pyproject.toml",
    ">=3.9",
  ],
  [
    "Poetry",
    { "pyproject.toml": '[tool.poetry.dependencies]\npython="^3.10"' },
    "pyproject.toml",
    "^3.10",
  ],
  [
    "setup.cfg",
    { "setup.cfg": "[metadata]\nname=x\n[options]\npython_requires = >=3.7\n" },
    "setup.cfg",
    ">=3.7",
  ],
  ["Pipfile", { "Pipfile": '[requires]\npython_version="3.9"' }, "Pipfile", "3.9"],
  ["a shebang", { "a.py": "#!/usr/bin/env python3.10\n" }, "a.py", "3.10"],
  ["a shebang without a version", { "a.py": "#!/usr/bin/env python3\n" }, undefined],
  ["a malformed pyproject.toml", { "pyproject.toml": "[[[", "a.py": "x=1" }, undefined],
];

for (const [name, files, file, range] of asked) {
  Deno.test(`inspectProject() finds the Python asked for by ${name}`, async () => {
    const { python } = await inspectProject(sourceOf(files));
    assert.deepEqual([python?.asked?.file, python?.asked?.range.text], [file, range]);
  });
}

const looks: [
  name: string,
  files: Texts,
  look: (found: ProjectFindings) => unknown,
  seen: unknown,
][] = [
  [
    "setup.py",
    {
      "setup.py":
        "setup(name='x', install_requires=['click>=8', \"numpy\"], entry_points={'console_scripts': ['tool=x:main']})",
    },
    ({ python }) => [python?.project?.dependencies, python?.project?.commands],
    [["click", "numpy"], ["tool"]],
  ],
  [
    "setup.cfg",
    {
      "setup.cfg":
        "[metadata]\nname = x\n[options]\ninstall_requires =\n    click\n    six>1\n[options.entry_points]\nconsole_scripts =\n    tool = x:main\n",
    },
    ({ python }) => [python?.project?.dependencies, python?.project?.commands],
    [["click", "six"], ["tool"]],
  ],
  [
    "dependency groups of pyproject.toml",
    {
      "pyproject.toml":
        '[project]\nname="x"\ndependencies=["a"]\n[project.optional-dependencies]\ntest=["pytest"]\n[dependency-groups]\ndev=["ruff"]',
    },
    (
      { python },
    ) => [
      python?.project?.dependencies,
      python?.project?.testDependencies,
      python?.project?.canInstall,
    ],
    [["a"], ["pytest", "ruff"], false],
  ],
  [
    "a pyproject.toml of settings only",
    { "pyproject.toml": "[tool.black]\nline-length = 100", "a.py": "import numpy" },
    ({ python }) => [python?.project, python?.imports.map(({ packageName }) => packageName)],
    [undefined, ["numpy"]],
  ],
  [
    "requirements that others include",
    {
      "requirements.txt": "-r requirements/base.txt",
      "requirements/base.txt": "a\nb",
      "requirements/dev.txt": "-r base.txt\npytest",
    },
    ({ python }) => python?.requirements.map(({ path, testOnly }) => [path, testOnly]),
    [["requirements.txt", false], ["requirements/dev.txt", true]],
  ],
  [
    "notebooks",
    {
      "a.ipynb":
        '{"cells": [{"source": [\n    "import numpy as np\\n",\n    "from yaml import load"\n  ]}, {"source": ["x ',
    },
    ({ python }) => python?.imports.map(({ packageName, line }) => `${packageName} ${line}`),
    ["numpy 2", "PyYAML 3"],
  ],
  [
    "a script that lists what it needs (PEP 723)",
    {
      "a.py":
        '#!/usr/bin/env python3\n# /// script\n# requires-python = ">=3.11"\n# dependencies = [\n#   "requests<3",\n#   "rich",\n# ]\n# ///\nimport yaml\n',
    },
    ({ python }) => [
      python?.asked?.range.text,
      python?.imports.map(({ packageName }) => packageName),
    ],
    [">=3.11", ["requests<3", "rich"]],
  ],
  [
    "a malformed list of what a script needs",
    { "a.py": "# /// script\n# dependencies = [\n# ///\nimport yaml\n" },
    ({ python }) => python?.imports.map(({ packageName }) => packageName),
    ["PyYAML"],
  ],
  [
    "what is not the project's own",
    {
      "main.py": "import a",
      "env/pyvenv.cfg": "",
      "env/lib/b.py": "import c",
      "node_modules/d/e.py": "import f",
      "docs/conf.py": "import sphinx",
    },
    ({ python }) => python?.imports.map(({ packageName }) => packageName),
    ["a"],
  ],
  [
    "tests alone",
    { "tests/test_a.py": "import pytest", "Makefile": "", "a.c": "" },
    ({ python }) => python,
    undefined,
  ],
  [
    "a conda environment's Python and packages",
    {
      "environment.yml":
        "name: e\nchannels: [conda-forge]\ndependencies:\n- python =3.11\n- numpy\n- pip:\n  - flask\n",
    },
    ({ conda }) => [conda?.name, conda?.packages, conda?.python?.range.text],
    ["e", 3, "=3.11"],
  ],
  [
    "a malformed environment",
    { "environment.yml": "a: [b\n", "x.py": "x=1" },
    ({ conda }) => conda,
    undefined,
  ],
  [
    "a conda environment in brackets, with remarks",
    {
      "conda.yaml":
        'dependencies: ["python>=3.10", numpy, # x\n  {pip: [flask, six]}]\nname: "my-env" # y\n',
    },
    ({ conda }) => [conda?.name, conda?.packages, conda?.python?.range.text],
    ["my-env", 4, ">=3.10"],
  ],
  [
    "a conda environment without indentation",
    {
      "environment.yml":
        "dependencies:\r\n- conda-forge::python=3.12.*=h1_cpython\r\n- a\r\nchannels:\r\n- b\r\n",
    },
    ({ conda }) => [conda?.packages, conda?.python?.range.text],
    [2, "=3.12.*"],
  ],
  [
    "R scripts",
    {
      "a.R":
        'library(ggplot2) # library(no)\nsuppressMessages(require("dplyr"))\njsonlite::fromJSON(x)\ninstall.packages(c("zoo", "xts"))\nlibrary(stats)\n',
    },
    ({ r }) => r?.packages.toSorted(),
    ["dplyr", "ggplot2", "jsonlite", "xts", "zoo"],
  ],
  [
    "renv.lock",
    { "renv.lock": '{"R":{"Version":"4.3.1"},"Packages":{"a":{},"b":{}}}', "a.R": "library(c)" },
    ({ r }) => [r?.packages, r?.asked?.range.text, r?.hasLock],
    [["a", "b"], "4.3.1", true],
  ],
  [
    "environment variables",
    {
      "a.py":
        "import os\nos.environ['A']; os.getenv('B', 1); os.environ.get(\"C\")\nos.environ['HOME']\n",
      "b.js": "process.env.D; process.env['E'] ?? 1\n",
      "c.R": "Sys.getenv('F')\n",
      "d.sh": "#!/bin/sh\necho ${G:-1} $H\n",
      "e.c": '#include <stdlib.h>\nint main() { getenv("I"); }\n',
      "test_a.py": "os.environ['T']",
    },
    ({ variables }) =>
      variables.map(({ name, file, line, hasDefault }) =>
        `${name} ${file}:${line}${hasDefault ? " default" : ""}`
      ),
    [
      "A a.py:2",
      "B a.py:2 default",
      "C a.py:2",
      "D b.js:1",
      "E b.js:1 default",
      "F c.R:1",
      "G d.sh:2 default",
      "I e.c:2",
    ],
  ],
  [
    "programs, the likeliest first",
    {
      "lib/part.py": "x = 1",
      "helpers.py": "def f(): pass\n",
      "main.py": "import sys\nif __name__ == '__main__': sys.argv",
      "run*": "#!/bin/bash\npython main.py\n",
      "setup.cfg": "",
    },
    ({ programs }) => programs.map(({ path, interpreter }) => `${path} ${interpreter}`),
    ["main.py python", "run shell", "helpers.py python", "lib/part.py python"],
  ],
  [
    "data, what a program names first",
    {
      "a.py": "open('small.csv')",
      "small.csv": "a",
      "big.csv": "aaaa",
      "package.json": "{",
      "requirements.txt": "x",
      "data/deep.json": "{}",
    },
    ({ data }) => data.map(({ path }) => path),
    ["small.csv", "big.csv", "data/deep.json"],
  ],
  [
    "Go",
    { "go.mod": "module x\n\ngo 1.24.1\n" },
    ({ toolchain }) => toolchain?.image,
    "golang:1.24",
  ],
  [
    "Rust with its lock",
    { "Cargo.toml": "", "Cargo.lock": "" },
    ({ toolchain }) => toolchain?.install,
    ["cd @ && cargo install --locked --path . --root /usr/local && rm -rf target"],
  ],
  ["Gradle", { "build.gradle.kts": "" }, ({ toolchain }) => toolchain?.image, "gradle:8.14-jdk21"],
  ["PHP", { "composer.json": "{}" }, ({ toolchain }) => toolchain?.image, "composer:2.8"],
  [
    "Perl",
    { cpanfile: "requires 'perl', '5.36';" },
    ({ toolchain }) => toolchain?.image,
    "perl:5.36",
  ],
  ["a broken package.json", { "package.json": "{" }, ({ node }) => node, undefined],
];

for (const [name, files, look, seen] of looks) {
  Deno.test(`inspectProject() sees ${name}`, async () => {
    assert.deepEqual(look(await inspectProject(sourceOf(files))), seen);
  });
}

Deno.test("projectSource() reads the beginning of texts, and nothing of what is none", async () => {
  const directory = await Deno.makeTempDir({ prefix: "dkt-ask-" });
  try {
    await Deno.writeTextFile(`${directory}/a.txt`, "ä".repeat(200_000));
    await Deno.writeFile(`${directory}/b.bin`, new Uint8Array([65, 0, 66]));
    const entry = (name: string, type: "file" | "directory" = "file") => ({
      name,
      type,
      size: 1,
      mode: 0o644,
      mtime: 0,
      mtimeMs: 0,
    });
    const entries = [entry("a.txt"), entry("b.bin"), entry("gone"), entry("folder", "directory")];
    const source = projectSource({ directory, entries });
    assert.deepEqual(source.files.map(({ path }) => path), ["a.txt", "b.bin", "gone"]);
    assert.equal((await source.read("a.txt"))?.length, 128 * 1024);
    for (const path of ["b.bin", "gone", "folder", "../etc/passwd"]) {
      assert.equal(await source.read(path), undefined, path);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
