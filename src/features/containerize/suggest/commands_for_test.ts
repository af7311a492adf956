import assert from "node:assert/strict";
import type { BaseFacts } from "./base_facts.ts";
import { commandsFor } from "./commands_for.ts";
import { inspectProject } from "./inspect.ts";
import { bases, sourceOf } from "./source_fixture.ts";

type Texts = Record<string, string>;

const meteorite = {
  "ml_data_analysis.py": "#!/usr/bin/env python3\nimport json, sys\nopen(sys.argv[1])\n",
  "Meteorite_Landings.json": "{}",
  "test_ml_data_analysis.py": "import pytest\nfrom ml_data_analysis import average\n",
};

const cases: [
  name: string,
  files: Texts,
  base: BaseFacts,
  dependencies: string[],
  install: string[],
  environment: string[],
][] = [
  [
    "the tutorial's script on CentOS",
    meteorite,
    bases.centos7,
    ["yum install -y python3 python3-pip", "pip3 install pytest"],
    ["chmod +rx /code/ml_data_analysis.py"],
    ["PYTHONUNBUFFERED=1", "PATH=/code:$PATH"],
  ],
  [
    "the tutorial's script on Debian",
    meteorite,
    bases.debian,
    [
      "apt-get update && apt-get install -y python3 python3-venv",
      "python3 -m venv /opt/venv",
      "/opt/venv/bin/pip install pytest",
    ],
    ["chmod +rx /code/ml_data_analysis.py"],
    ["PYTHONUNBUFFERED=1", "PATH=/opt/venv/bin:/code:$PATH"],
  ],
  [
    "a script of Python's own modules on Debian",
    { "count.py": "import csv\n", "words.csv": "a,b" },
    bases.debian,
    ["apt-get update && apt-get install -y python3"],
    [],
    ["PYTHONUNBUFFERED=1"],
  ],
  [
    "a script of Python's own modules on a Python image",
    { "count.py*": "#!/usr/bin/python3\nimport csv\n" },
    bases.pythonSlim,
    [],
    [],
    ["PYTHONUNBUFFERED=1", "PATH=/code:$PATH"],
  ],
  [
    "imports under other names",
    {
      "a.py": "import yaml, cv2\nfrom sklearn.svm import SVC\nfrom PIL import Image\nimport b\n",
      "b.py": "from bs4 import BeautifulSoup\nfrom . import c\nimport lib.d\n",
      "lib/d.py": "import os.path\n",
    },
    bases.pythonSlim,
    ["pip install PyYAML opencv-python-headless scikit-learn Pillow beautifulsoup4"],
    [],
    ["PYTHONUNBUFFERED=1"],
  ],
  [
    "requirements, with those of tests apart",
    {
      "requirements.txt": "numpy\n# x\nflask>=2 # y\n--index-url https://a/\n",
      "requirements-dev.txt": "-r requirements.txt\npytest\n",
      "main.py": "import numpy",
    },
    bases.pythonSlim,
    ["pip install -r /code/requirements.txt", "pip install -r /code/requirements-dev.txt"],
    [],
    ["PYTHONUNBUFFERED=1"],
  ],
  [
    "a package on Debian's own Python, which pip must leave alone",
    {
      "pyproject.toml":
        '[project]\nname = "x"\ndependencies = ["click", "numpy>1"]\n[project.scripts]\nx = "x:main"\n[build-system]\nrequires = ["hatchling"]\n',
    },
    bases.debianPython,
    ["apt-get update && apt-get install -y python3-venv", "python3 -m venv /opt/venv"],
    ["/opt/venv/bin/pip install /code"],
    ["PYTHONUNBUFFERED=1", "PATH=/opt/venv/bin:$PATH"],
  ],
  [
    "packages that need libraries and git",
    { "requirements.txt": "psycopg2\ngit+https://example.org/a/b.git@v1\n", "m.py": "" },
    bases.pythonSlim,
    [
      "apt-get update && apt-get install -y git build-essential libpq-dev",
      "pip install -r /code/requirements.txt",
    ],
    [],
    [],
  ],
  [
    "uv's lock",
    {
      "pyproject.toml": '[project]\nname = "x"\ndependencies = ["click"]\n',
      "uv.lock": "",
    },
    bases.pythonSlim,
    [
      "pip install uv",
      "cd /code && UV_PROJECT_ENVIRONMENT=/opt/env uv sync --locked --no-dev --no-install-project",
    ],
    [],
    ["UV_PROJECT_ENVIRONMENT=/opt/env", "PYTHONUNBUFFERED=1", "PATH=/opt/env/bin:$PATH"],
  ],
  [
    "Poetry's lock",
    {
      "pyproject.toml":
        '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\npython = "^3.10"\nclick = "*"\n[build-system]\nrequires = ["poetry-core"]\n',
      "poetry.lock": "",
    },
    bases.pythonSlim,
    [
      "pip install poetry",
      "cd /code && POETRY_VIRTUALENVS_CREATE=false poetry install --only main --no-root",
    ],
    ["pip install --no-deps /code"],
    ["PYTHONUNBUFFERED=1"],
  ],
  [
    "a conda environment on a conda image",
    {
      "environment.yml": "name: a\ndependencies: [python=3.11, numpy, {pip: [flask]}]\n",
      "a.py": "",
    },
    bases.miniforge,
    ["mamba env create -y -p /opt/env -f /code/environment.yml"],
    [],
    ["PATH=/opt/env/bin:$PATH"],
  ],
  [
    "npm's lock and a build",
    {
      "package.json":
        '{"dependencies":{"a":"1"},"devDependencies":{"b":"1"},"scripts":{"build":"tsc"}}',
      "package-lock.json": "{}",
    },
    bases.nodeSlim,
    ["cd /code && npm ci --include=dev"],
    ["cd /code && npm run build && npm prune --omit=dev"],
    ["NODE_ENV=production"],
  ],
  [
    "yarn and pnpm",
    { "package.json": '{"dependencies":{"a":"1"}}', "pnpm-lock.yaml": "" },
    bases.nodeSlim,
    ["npm install -g pnpm@10", "cd /code && pnpm install --frozen-lockfile --prod"],
    [],
    ["NODE_ENV=production"],
  ],
  [
    "a single script of Node.js on Debian",
    {
      "x.js":
        'const e = require("express");\nimport("fs");import y from "@a/b/c"; // require("no")\n',
    },
    bases.debian,
    [
      "apt-get update && apt-get install -y nodejs npm",
      "cd /code && npm install express @a/b",
    ],
    [],
    ["NODE_ENV=production"],
  ],
  [
    "an R script on Debian, with what Debian has compiled",
    { "a.R": 'library(ggplot2)\nrequire("stats")\nfoo::bar()\n' },
    bases.debian,
    [
      "apt-get update && apt-get install -y r-base-core r-base-dev",
      "apt-get install -y r-cran-ggplot2",
      `Rscript -e 'options(warn = 2); install.packages("foo", repos = "https://cloud.r-project.org")'`,
    ],
    [],
    [],
  ],
  [
    "an R package on an R image",
    {
      "DESCRIPTION":
        "Package: x\nDepends: R (>= 4.1), methods\nImports: dplyr,\n  jsonlite (>= 1)\n",
    },
    bases.rocker,
    [`Rscript -e 'options(warn = 2); install.packages(c("dplyr", "jsonlite"))'`],
    ["R CMD INSTALL /code"],
    [],
  ],
  [
    "a C program with a Makefile",
    { "Makefile": "all:\n\ninstall:\n", "a.c": "#include <stdio.h>\n#include <zlib.h>\n" },
    bases.debian,
    ["apt-get update && apt-get install -y build-essential zlib1g-dev"],
    ["cd /code && make && make install"],
    [],
  ],
  [
    "CMake on Alpine",
    { "CMakeLists.txt": "install(TARGETS a)\n", "a.cpp": "" },
    bases.alpine,
    ["apk add build-base cmake"],
    [
      "cmake -S /code -B /tmp/build -DCMAKE_BUILD_TYPE=Release && cmake --build /tmp/build && cmake --install /tmp/build",
    ],
    [],
  ],
  [
    "C files that nothing builds",
    { "my prog.c": "int main(){}", "x.c": "int main ()", "b.c": "int x;" },
    bases.alma,
    ["dnf install -y gcc gcc-c++ make"],
    [
      "gcc -O2 -o '/usr/local/bin/my prog' '/code/my prog.c' /code/b.c -lm && " +
      "gcc -O2 -o /usr/local/bin/x /code/x.c /code/b.c -lm",
    ],
    [],
  ],
  ["nothing at all", {}, bases.debian, [], [], []],
];

for (const [name, files, base, dependencies, install, environment] of cases) {
  Deno.test(`commandsFor() suggests for ${name}`, async () => {
    const got = commandsFor(await inspectProject(sourceOf(files)), base, "/code");
    assert.deepEqual(got.dependencies.map(({ command }) => command), dependencies);
    assert.deepEqual(got.install.map(({ command }) => command), install);
    const variables = got.environment.map(({ name, value }) => `${name}=${value}`);
    assert.deepEqual(variables, environment);
  });
}

Deno.test("commandsFor() marks what only tests need", async () => {
  const found = await inspectProject(sourceOf(meteorite));
  const { dependencies } = commandsFor(found, bases.pythonSlim, "/code");
  assert.deepEqual(dependencies, [{
    command: "pip install pytest",
    reason: "test_ml_data_analysis.py imports pytest",
    testOnly: true,
  }]);
});

Deno.test("commandsFor() tells of variables without a value, and keeps secrets out", async () => {
  const files = {
    "main.py":
      'import os\n\nkey = os.environ["API_KEY"]\nx = os.getenv("PORT", "80")\nos.environ["HOME"]\n',
    ".env.example": "API_KEY=abc123\nREGION='eu' # where\nEMPTY=\n",
  };
  const { environment, unset } = commandsFor(
    await inspectProject(sourceOf(files)),
    bases.pythonSlim,
    "/code",
  );
  assert.deepEqual(environment.map(({ name, value }) => `${name}=${value}`), [
    "PYTHONUNBUFFERED=1",
    "REGION=eu",
  ]);
  assert.deepEqual(unset, [
    "API_KEY is not set: asked for by main.py line 3",
    "EMPTY is not set: asked for by .env.example line 3",
  ]);
});

Deno.test("commandsFor() says what a base without package manager lacks", async () => {
  const found = await inspectProject(sourceOf({ "a.py": "" }));
  const { dependencies, notes } = commandsFor(found, bases.scratch, "/code");
  assert.deepEqual(dependencies, []);
  assert.match(notes[0], /needs python$/);
});

Deno.test("no command ever asks for the latest of anything", async () => {
  for (const [, files] of cases) {
    const found = await inspectProject(sourceOf(files));
    for (const base of Object.values(bases)) {
      assert.doesNotMatch(JSON.stringify(commandsFor(found, base, "/code")), /latest/);
    }
  }
});
