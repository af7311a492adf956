import assert from "node:assert/strict";
import { runCommands } from "./run_commands.ts";

const answered = "DEBIAN_FRONTEND=noninteractive";
const noLists = "rm -rf /var/lib/apt/lists/*";

const runs: [steps: string[], commands: string[], keepsArchives?: boolean][] = [
  [["apt-get update", "apt-get install -y a", "apt-get update", "apt-get install -y b"], [
    "apt-get update",
    `${answered} apt-get install -y a`,
    `${answered} apt-get install -y b`,
    noLists,
  ]],
  [["apt-get install -y a"], ["apt-get update", `${answered} apt-get install -y a`, noLists]],
  [
    ["apt-get update && apt-get upgrade -y"],
    ["apt-get update", `${answered} apt-get upgrade -y`, "apt-get clean", noLists],
    true,
  ],
  [["apt-get purge -y a", "apt-get clean"], [`${answered} apt-get purge -y a`, "apt-get clean"]],
  [["sudo apt-get install -y a"], [
    "sudo apt-get update",
    `sudo ${answered} apt-get install -y a`,
    `sudo ${noLists}`,
  ]],
  [["apt-get update; apt-get install -y a | tail -1"], [
    `{ apt-get update; ${answered} apt-get install -y a | tail -1; }`,
    noLists,
  ]],
  [["for p in a b; do apt-get install -y $p; done"], [
    "apt-get update",
    `for p in a b; do ${answered} apt-get install -y $p; done`,
    noLists,
  ]],
  [["apt-get update", "apt-get install -y a", noLists], [
    "apt-get update",
    `${answered} apt-get install -y a`,
    noLists,
  ]],
  [["apk update", "apk add --no-cache a"], ["apk add --no-cache a"]],
  [["dnf install -y a", "dnf install -y b"], [
    "dnf install -y a",
    "dnf install -y b",
    "dnf clean all",
  ]],
  [["microdnf install -y a"], ["microdnf install -y a", "microdnf clean all"]],
  [["conda install -y a", "conda install -y b"], [
    "conda install -y a",
    "conda install -y b",
    "conda clean -afy",
  ]],
  [["npm ci"], ["npm ci", "npm cache clean --force"]],
  [["npm run build"], ["npm run build"]],
  [["yarn install"], ["yarn install", "yarn cache clean"]],
  [["install2.r a"], ["install2.r a", "rm -rf /tmp/downloaded_packages"]],
  [["uv sync --no-cache"], ["uv sync --no-cache"]],
];

for (const [steps, commands, keepsArchives] of runs) {
  Deno.test(`runCommands() of ${steps.join(", ")}`, () => {
    assert.deepEqual(runCommands(steps, keepsArchives), commands);
  });
}
