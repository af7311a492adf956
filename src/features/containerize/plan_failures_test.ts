import assert from "node:assert/strict";
import { sessionLedger } from "./ledger_fixture.ts";
import { planDockerfile } from "./plan.ts";
import { type Steps, testPlans } from "./plan_fixture.ts";

testPlans([
  [
    "a failed step that left what is used later, its failure ignored",
    [
      ["cd /opt", { cd: "/opt" }],
      ["tar xf /code/x.tar  # old", { exit: 2, files: ["/opt/x/", "/opt/x/tool"] }],
      ["ln -s /opt/x/tool /usr/bin/tool", { files: ["/usr/bin/tool"] }],
    ],
    "tool",
    `
COPY x.tar /code/

WORKDIR /opt

RUN { tar xf /code/x.tar || true; } && \\
    ln -s /opt/x/tool /usr/bin/tool
`,
    { project: ["x.tar", "y"], read: ["x.tar"] },
  ],
  [
    "a second try in place of a failed one",
    [
      ["cd /opt", { cd: "/opt" }],
      ["make all", { exit: 2, files: ["/opt/a.o"] }],
      ["make CFLAGS=-O2", { files: ["/opt/b.o", "/opt/prog"] }],
      ["wget https://x.org/a b", { exit: 8, files: ["/opt/a"] }],
      ["rm a", { files: ["-/opt/a"] }],
    ],
    "/opt/prog",
    "\nWORKDIR /opt\n\nRUN make CFLAGS=-O2\n",
  ],
  [
    "nothing of a failed step whose files nobody uses",
    [["git clone https://x.org/y /srv/y", { exit: 128, files: ["/srv/y/"] }]],
    "true",
    "",
  ],
]);

Deno.test("planDockerfile() tells that a failure is ignored", () => {
  const steps: Steps = [
    ["unzip a.zip -d /srv", { exit: 1, files: ["/srv/tool"] }],
    ["install /srv/tool /bin", { files: ["/bin/tool"] }],
  ];
  assert.deepEqual(planDockerfile(sessionLedger(steps), "true").warnings, [
    "Step 1 (unzip a.zip -d /srv) failed with exit code 1, yet files that it left are used later: " +
    "it is repeated and its failure ignored",
  ]);
});
