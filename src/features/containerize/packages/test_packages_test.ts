import assert from "node:assert/strict";
import { runsTests, splitTestPackages } from "./test_packages.ts";

const splits: [command: string, rest: string | undefined, tests: string][] = [
  ["pip3 install pytest==7.0.0", undefined, "pip3 install pytest==7.0.0"],
  [
    "pip install numpy pytest-cov 'pandas>=2'",
    "pip install numpy 'pandas>=2'",
    "pip install pytest-cov",
  ],
  [
    "python3 -m pip install --no-cache-dir Pytest[x]==8 a",
    "python3 -m pip install --no-cache-dir a",
    "python3 -m pip install --no-cache-dir Pytest[x]==8",
  ],
  ["pip install -r requirements-dev.txt", undefined, "pip install -r requirements-dev.txt"],
  [
    "pip install -r requirements.txt -r tests/requirements.txt",
    "pip install -r requirements.txt",
    "pip install -r tests/requirements.txt",
  ],
  ["pip install -e .[dev]", "pip install -e .", "pip install -e .[dev]"],
  ["pip install '.[yaml,test]'", "pip install '.[yaml]'", "pip install '.[yaml,test]'"],
  ["pip install ./lib[ci] six", "pip install ./lib six", "pip install ./lib[ci]"],
  ["uv pip install -e '.[dev]' pytest", "uv pip install -e .", "uv pip install -e '.[dev]' pytest"],
  ["pip install six black==24.1 mypy", "pip install six", "pip install black==24.1 mypy"],
  ["apt-get install -y jq shellcheck", "apt-get install -y jq", "apt-get install -y shellcheck"],
  ["pip install -e . pytest", "pip install -e .", "pip install pytest"],
  ["pip install -c constraints.txt tox", undefined, "pip install -c constraints.txt tox"],
  [
    "apt-get update && apt-get install -y python3-pytest",
    undefined,
    "apt-get install -y python3-pytest",
  ],
  [
    "apt-get update && apt-get install -y python3 python3-pytest",
    "apt-get update && apt-get install -y python3",
    "apt-get install -y python3-pytest",
  ],
  ["npm install express jest@29.1.0", "npm install express", "npm install jest@29.1.0"],
  ["npm install --save-dev nodemon", undefined, "npm install --save-dev nodemon"],
  [
    "conda install -y numpy=1.26 pytest=8",
    "conda install -y numpy=1.26",
    "conda install -y pytest=8",
  ],
  [
    `Rscript -e 'install.packages("testthat")'`,
    undefined,
    `Rscript -e 'install.packages("testthat")'`,
  ],
];

for (const [command, rest, tests] of splits) {
  Deno.test(`splitTestPackages() cuts ${command}`, () => {
    const split = splitTestPackages(command);
    assert.deepEqual([split?.rest, split?.tests], [rest, tests]);
  });
}

const whole = [
  "pip install '.[yaml]' celery[dev]",
  "pip install numpy",
  "pip install -r requirements.txt",
  "pip uninstall -y pytest",
  "pip install latest-thing contests",
  "pytest --junitxml=x",
  `Rscript -e 'install.packages(c("testthat", "dplyr"))'`,
  "npm install -g typescript",
  "pip install pytest; true",
];

for (const command of whole) {
  Deno.test(`splitTestPackages() leaves ${command}`, () => {
    assert.equal(splitTestPackages(command), undefined);
  });
}

Deno.test("runsTests() knows programs that run tests", () => {
  for (const command of ["pytest -q", "python3 -m pytest", "cd x && ./venv/bin/tox", "npx jest"]) {
    assert.equal(runsTests(command), true, command);
  }
  for (const command of ["python3 app.py", "cat pytest.ini", "./contest", "my-tox"]) {
    assert.equal(runsTests(command), false, command);
  }
});
