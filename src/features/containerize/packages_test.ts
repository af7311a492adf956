import assert from "node:assert/strict";
import { partsByKind, type StepKind, stepKind, unattended } from "./packages.ts";

const forms: [typed: string, ran: string][] = [
  ["apt install python3", "apt-get install -y --no-install-recommends python3"],
  [
    "apt update && apt install -y git",
    "apt-get update && apt-get install --no-install-recommends -y git",
  ],
  ["apt-get -qy install git", "apt-get -qy install --no-install-recommends git"],
  ["apt-get -qq install --install-recommends git", "apt-get -qq install --install-recommends git"],
  ["apt full-upgrade", "apt-get dist-upgrade -y"],

  ["yum update", "yum update -y"],
  ["yum install python3", "yum install -y python3"],
  ["dnf -y install gcc", "dnf -y install gcc"],
  ["apk add curl", "apk add --no-cache curl"],
  ["zypper install git", "zypper --non-interactive install git"],
  ["pip3 install pytest==7.0.0", "pip3 install --no-cache-dir pytest==7.0.0"],
  ["/venv/bin/pip install x", "/venv/bin/pip install --no-cache-dir x"],
  ["python3 -m pip install -r r.txt", "python3 -m pip install --no-cache-dir -r r.txt"],
  ["pip uninstall x", "pip uninstall -y x"],
  ["conda install numpy", "conda install -y numpy"],
  ["mamba create -n x python", "mamba create -y -n x python"],
  ["sudo apt install git", "sudo apt-get install -y --no-install-recommends git"],
  ["apt-get -o A=b install x", "apt-get -o A=b install -y --no-install-recommends x"],
  ["dnf groupinstall x", "dnf groupinstall -y x"],
  ["yum group install x", "yum group -y install x"],
  ["uv pip install x", "uv pip install --no-cache x"],
  ["uv venv -n", "uv venv -n"],
  ["uv tool install ruff", "uv tool install --no-cache ruff"],
  ["apk upgrade", "apk upgrade --no-cache"],
  [
    "apt update; apt install git | cat",
    "apt-get update; apt-get install -y --no-install-recommends git | cat",
  ],
  [
    "apt update; apt install git; # both",
    "apt-get update && apt-get install -y --no-install-recommends git",
  ],
  [
    "apt install git; git --version",
    "apt-get install -y --no-install-recommends git; git --version",
  ],
  [
    "if true; then apt install x; fi",
    "if true; then apt-get install -y --no-install-recommends x; fi",
  ],
  [
    "yes | apt install x > log 2>&1",
    "yes | apt-get install -y --no-install-recommends x > log 2>&1",
  ],
  ["poetry install --no-root", "poetry install --no-interaction --no-root"],
  ["A=1 pip install 'x>=1'", "A=1 pip install --no-cache-dir 'x>=1'"],
];

for (const [typed, ran] of forms) {
  Deno.test(`unattended() turns ${typed} into ${ran}`, () => assert.equal(unattended(typed), ran));
}

for (
  const typed of [
    "ls  -l",
    "pip --version",
    "npm ci",
    "echo 'apt install x; apt install y'",
    "apt  list; ls",
    "cat <<EOF\napt install x\nEOF",
    "make  install",
  ]
) {
  Deno.test(`unattended() leaves ${typed} as it is`, () => assert.equal(unattended(typed), typed));
}

const kinds: [string, StepKind][] = [
  ["apt-get update && apt-get install -y git", "system"],
  ["pip install x", "language"],
  ["python -m pip install x", "language"],
  ["apt-get install -y pip && pip install x", "other"],
  ["apt-get install -y git && rm -rf /var/lib/apt/lists/* /var/cache/apt/x", "system"],
  ["apt-get install -y git && rm -rf /srv", "other"],
  ["rm -rf /var/cache/x", "other"],
  ["sudo apt-get install git", "system"],
  ["env A=1 pip install x", "language"],
  ["npm run build", "other"],
  ["npm ci", "language"],
  ["uv run app", "other"],
  ["uv --quiet sync", "language"],
  ["conda -n x list", "other"],
  ["Rscript analysis.R", "other"],
  ["Rscript -e 'remotes::install_local(\".\")'", "language"],
  ["make install", "other"],
  ["poetry config x y", "other"],
  ["pipenv sync --system && pdm install --prod && bundle install", "language"],
  ["go mod download && go install example.org/x/cmd/y@latest", "language"],
  ["go install ./cmd/y", "other"],
  ["go mod tidy", "other"],
  ["cpanm -n Text::CSV && luarocks install lpeg", "language"],
  ["cpanm --version", "other"],
  ["luarocks make", "other"],
  ["yarn", "language"],
  ["yarn --frozen-lockfile", "language"],
  ["yarn --version", "other"],
  ["yarn build", "other"],
  ["curl x | sh", "other"],
];

for (const [command, kind] of kinds) {
  Deno.test(`stepKind() of ${command} is ${kind}`, () => assert.equal(stepKind(command), kind));
}

const cuts: [command: string, parts: string[]][] = [
  ["apt-get update && apt-get install -y pip && rm -rf /var/cache/x && pip install a && npm ci", [
    "apt-get update && apt-get install -y pip && rm -rf /var/cache/x",
    "pip install a",
    "npm ci",
  ]],
  ["pip  install a", ["pip  install a"]],
  ["apt-get install -y pip && make && make install && pip install a", [
    "apt-get install -y pip",
    "make && make install && pip install a",
  ]],
  ["npm ci && npm run build && npm prune --omit=dev", [
    "npm ci && npm run build && npm prune --omit=dev",
  ]],
  ["apt-get install -y gcc && make && apt-get purge -y gcc", [
    "apt-get install -y gcc && make && apt-get purge -y gcc",
  ]],
  ["apt-get install -y gcc && pip install a && apt-get purge -y gcc", [
    "apt-get install -y gcc && pip install a && apt-get purge -y gcc",
  ]],
  [
    "apt-get purge -y nano && apt-get install -y pip && pip install a && npm ci && npm cache clean",
    [
      "apt-get purge -y nano && apt-get install -y pip",
      "pip install a",
      "npm ci",
      "npm cache clean",
    ],
  ],
  ["apt-get install -y curl && curl -O x && rm x", [
    "apt-get install -y curl && curl -O x && rm x",
  ]],
  ["apt-get install -y pip; pip install a", ["apt-get install -y pip; pip install a"]],
];

for (const [command, parts] of cuts) {
  Deno.test(`partsByKind() cuts ${command} into ${parts.length}`, () => {
    assert.deepEqual(partsByKind(command), parts);
  });
}
