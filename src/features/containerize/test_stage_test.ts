import assert from "node:assert/strict";
import { formatDockerfile } from "./dockerfile.ts";
import { sessionLedger } from "./ledger_fixture.ts";
import { planDockerfile } from "./plan.ts";
import { code, installed, type Steps } from "./plan_fixture.ts";

const steps: Steps = [
  ["apt-get install python3 python3-pip", installed],
  ["cd /code", code],
  ["pip3 install pytest numpy==1.26", {
    files: ["/usr/lib/python3/pytest"],
    notes: ["numbers"],
  }],
  ["pip3 install -r requirements-dev.txt", { files: ["/usr/lib/python3/black"] }],
  ["python3 app.py", {}],
  ["pytest -q", { files: ["/code/.pytest_cache/x"] }],
];
const project = [
  "README",
  "app.py",
  "requirements-dev.txt",
  "tests/conftest.py",
  "tests/test_a.py",
];
const read = ["app.py", "requirements-dev.txt", "tests/conftest.py", "tests/test_a.py"];

Deno.test("planDockerfile() gives tests a stage of their own, which the image goes without", () => {
  const plan = planDockerfile(sessionLedger(steps, { project, read }), "python3 /code/app.py");
  assert.equal(
    formatDockerfile(plan.instructions),
    `FROM debian:12 AS app

RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3 python3-pip && \\
    rm -rf /var/lib/apt/lists/*

# numbers
RUN pip3 install --no-cache-dir numpy==1.26

COPY app.py /code/

WORKDIR /code

# What only tests need: docker build --target test .
FROM app AS test

RUN pip3 install --no-cache-dir pytest

COPY requirements-dev.txt /code/

RUN pip3 install --no-cache-dir -r requirements-dev.txt

COPY tests/ /code/tests/

CMD ["pytest", "-q"]

FROM app

CMD ["python3", "/code/app.py"]
`,
  );
  assert.deepEqual(plan.testStage, {
    steps: [2, 3],
    packages: ["pytest", "requirements-dev.txt"],
    files: ["tests/conftest.py", "tests/test_a.py"],
  });
  assert.deepEqual(plan.kept, [true, true, true, true, false, false]);
});

Deno.test("planDockerfile() installs a project without its extras for tests, and once", () => {
  const installed = { files: ["/usr/lib/python3/own-1.dist-info/direct_url.json"] };
  const ledger = sessionLedger([
    ["cd /code", code],
    ["pip install -e .", installed],
    ["pip install -e '.[dev]'", installed],
    ["python3 -m pytest", {}],
  ], { project: ["pyproject.toml", "own.py"], read: ["pyproject.toml", "own.py"] });
  const { instructions } = planDockerfile(ledger, "own");
  assert.deepEqual(formatDockerfile(instructions).match(/^(RUN|FROM) .*/gm), [
    "FROM debian:12 AS app",
    "RUN pip install --no-cache-dir -e .",
    "FROM app AS test",
    "RUN pip install --no-cache-dir -e '.[dev]'",
    "FROM app",
  ]);
});

Deno.test("planDockerfile() gives the program what a list for its tests includes", () => {
  const ledger = sessionLedger([
    ["cd /code", code],
    ["pip install -r requirements/dev.txt", { files: ["/usr/lib/python3/x"] }],
  ], {
    project: ["app.py", "requirements/base.txt", "requirements/dev.txt", "wheels/own.whl"],
    read: ["app.py"],
    includedLists: { "requirements/dev.txt": ["requirements/base.txt", "wheels/own.whl"] },
  });
  const { instructions } = planDockerfile(ledger, "python3 app.py");
  assert.deepEqual(formatDockerfile(instructions).match(/^(RUN|FROM|COPY) .*/gm), [
    "FROM debian:12 AS app",
    "COPY requirements/base.txt /code/requirements/",
    "COPY wheels/ /code/wheels/",
    "RUN pip install --no-cache-dir -r requirements/base.txt",
    "COPY app.py /code/",
    "FROM app AS test",
    "COPY requirements/ /code/requirements/",
    "RUN pip install --no-cache-dir -r requirements/dev.txt",
    "FROM app",
  ]);
});

const unstaged: [string, Steps, string, string[]][] = [
  ["the test command runs tests", steps.slice(0, 3), "pytest /code", [
    "pytest stays in the image, though it is for tests: the test command runs tests",
  ]],
  [
    "a step that is repeated runs tests",
    [
      ...steps.slice(0, 3),
      ["pytest --junitxml=/srv/report.xml", { files: ["/srv/report.xml"] }],
    ],
    "true",
    ["pytest stays in the image, though it is for tests: step 4 runs tests"],
  ],
  [
    "the user keeps the step",
    [["pip3 install pytest", {
      files: ["/usr/lib/python3/pytest"],
      verdict: "keep",
    }]],
    "true",
    [],
  ],
  ["nothing is for tests", [["pip3 install numpy", { files: ["/usr/lib/a"] }]], "true", []],
];

for (const [name, steps, test, warnings] of unstaged) {
  Deno.test(`planDockerfile() makes no stage for tests where ${name}`, () => {
    const plan = planDockerfile(sessionLedger(steps, { project, read }), test);
    const stages = plan.instructions.filter(({ kind }) => kind === "from");
    assert.deepEqual([stages.length, plan.testStage, plan.warnings], [1, undefined, warnings]);
  });
}

Deno.test("planDockerfile() makes no stage for tests when told not to", () => {
  const plan = planDockerfile(sessionLedger(steps, { project, read }), "true", {
    testStage: false,
  });
  assert.match(formatDockerfile(plan.instructions), /pip3 install --no-cache-dir pytest numpy/);
  assert.equal(plan.testStage, undefined);
});
