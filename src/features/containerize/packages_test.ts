import assert from "node:assert/strict";
import { type StepKind, stepKind, unattended } from "./packages.ts";

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
  ["make install", "other"],
  ["curl x | sh", "other"],
];

for (const [command, kind] of kinds) {
  Deno.test(`stepKind() of ${command} is ${kind}`, () => assert.equal(stepKind(command), kind));
}
