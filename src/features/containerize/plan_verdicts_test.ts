import assert from "node:assert/strict";
import { sessionLedger } from "./ledger_fixture.ts";
import { planDockerfile } from "./plan.ts";
import { type Steps, testPlans } from "./plan_fixture.ts";

const drop = { verdict: "drop" } as const;
const keep = { verdict: "keep" } as const;

testPlans([
  [
    "nothing of a dropped step, nor of what only changed its files",
    [
      ["touch /srv/oops /srv/more", { files: ["/srv/oops", "/srv/more"], ...drop }],
      ["chmod 600 /srv/oops", { files: ["+0600/srv/oops"] }],
      ["echo fine > /srv/fine", { files: ["/srv/fine"] }],
      ["rm /srv/oops", { files: ["-/srv/oops"] }],
    ],
    "true",
    "\nRUN echo fine > /srv/fine\n",
  ],
  [
    "no variable of a dropped step",
    [
      ["export MODE=slow", { env: { MODE: "slow" }, ...drop }],
      ["SIZE=1", { variables: { SIZE: "1" }, ...drop }],
      ["echo $MODE $SIZE > /srv/mode", { files: ["/srv/mode"] }],
      ["export LEVEL=2", { env: { LEVEL: "2" } }],
    ],
    "true",
    "\nRUN echo $MODE $SIZE > /srv/mode\n\nENV LEVEL=2\n",
  ],
  [
    "a kept step that changed nothing, and one that failed",
    [["ldconfig", keep], ["./check --all", { exit: 3, ...keep }], ["cd /srv", {
      cd: "/srv",
      ...keep,
    }]],
    "true",
    "\nRUN ldconfig && \\\n    { ./check --all || true; }\n\nWORKDIR /srv\n",
  ],
  [
    "notes over the instruction of their step, or the next",
    [
      ["ls", { notes: ["The database client"] }],
      ["apt-get install jq", { files: ["/usr/bin/jq"], notes: ["jq reads settings"] }],
      ["export A=1", { env: { A: "1" }, notes: ["one line\nand another"] }],
      ["cp /code/x /srv", { files: ["/srv/x"] }],
      ["cp /code/y /srv", { files: ["/srv/y"], notes: ["y too"] }],
      ["cat /srv/y", { notes: ["The end"] }],
    ],
    "true",
    `
# The database client
# jq reads settings
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends jq && \\
    rm -rf /var/lib/apt/lists/*

# one line
# and another
ENV A=1

COPY x /srv/

# y too
COPY y /srv/

# The end`,
    { project: ["x", "y"], read: ["x", "y"] },
  ],
]);

Deno.test("planDockerfile() warns of a step that works on what a dropped one had made", () => {
  const steps: Steps = [
    ["touch /srv/a", { files: ["/srv/a"], ...drop }],
    ["make all", { files: ["~/srv/a", "/srv/b"] }],
  ];
  const { kept, warnings } = planDockerfile(sessionLedger(steps), "true");
  assert.deepEqual(kept, [false, true]);
  assert.match(warnings[0], /^Step 2 \(make all\) works on files that only step 1 made/);
});
