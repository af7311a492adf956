import assert from "node:assert/strict";
import { sessionLedger, type StepEffect } from "../ledger_fixture.ts";
import type { TestStage } from "../test_stage.ts";
import type { ContentHint } from "./content_hint.ts";
import { judge, type Purpose } from "./judge.ts";
import { NoiseList } from "./noise.ts";
import type { Proof } from "./proof.ts";
import { StepTrace } from "./step_trace.ts";
import { type NodeWish, treeOf } from "./tree_fixture.ts";

interface Case {
  steps?: [command: string, effect: StepEffect, kept: boolean][];
  session?: Record<string, NodeWish>;
  image?: Record<string, NodeWish>;
  hints?: [string, ContentHint][];
  purposes?: Purpose[];
  mounts?: string[];
  testStage?: TestStage;
}

function verdict(of: Case): Proof {
  const steps = of.steps ?? [];
  const ledger = sessionLedger(
    steps.map(([command, effect]) => [command, effect]),
    { project: ["app.py", "data/set.csv"], besides: [".dockerignore", "logs/old"] },
  );
  return judge({
    session: treeOf(of.session ?? {}),
    image: treeOf(of.image ?? {}),
    trace: new StepTrace(ledger, steps.map(([, , kept]) => kept)),
    noise: new NoiseList(),
    testStage: of.testStage,
    purposes: of.purposes ?? [],
    mounts: of.mounts ?? [],
    limits: [],
  }, new Map(of.hints)).proof;
}

const equal: [name: string, Case, outcome: Partial<Proof>][] = [
  ["the same on both sides", { session: { "/opt/x": "1" }, image: { "/opt/x": "1" } }, {}],
  [
    "what only steps left out have made",
    {
      steps: [["make x", { files: ["/opt/x"], exit: 2 }, false]],
      session: { "/opt/x": "1" },
    },
    {
      leftOut: [{
        step: 1,
        command: "make x",
        why: "it failed with exit code 2",
        paths: ["/opt/x"],
      }],
    },
  ],
  [
    "what only steps left out have removed",
    {
      steps: [["rm /opt/x", { files: ["-/opt/x"] }, false]],
      image: { "/opt/x": "1" },
    },
    {
      leftOut: [{
        step: 1,
        command: "rm /opt/x",
        why: "nothing that it left behind is needed",
        paths: ["/opt/x"],
      }],
    },
  ],
  [
    "what a step dropped by the user changed last",
    {
      steps: [
        ["make conf", { files: ["/etc/conf"] }, true],
        ["edit conf", { files: ["~/etc/conf"], verdict: "drop" }, true],
      ],
      session: { "/etc/conf": "2" },
      image: { "/etc/conf": "1" },
    },
    {
      leftOut: [{
        step: 2,
        command: "edit conf",
        why: "dropped by the user",
        paths: ["/etc/conf"],
      }],
    },
  ],
  [
    "a package that only a step left out has installed",
    {
      steps: [[
        "pip install z",
        { files: ["/o/z-1.dist-info/", "/o/z.py"], verdict: "drop" },
        true,
      ]],
      session: { "/o/z-1.dist-info/": {}, "/o/z.py": "z" },
    },
    {
      leftOut: [{
        step: 1,
        command: "pip install z",
        why: "dropped by the user",
        paths: ["pip:z in /o", "/o/z-1.dist-info", "/o/z.py"],
      }],
    },
  ],
  [
    "what the stage test has",
    {
      steps: [["pip install pytest flask", {
        files: [
          "/o/pytest-8.dist-info/",
          "/o/iniconfig-1.dist-info/",
          "/o/iniconfig-1.dist-info/RECORD",
          "/o/iniconfig.py",
          "/o/x/",
        ],
      }, true]],
      session: {
        "/o/pytest-8.dist-info/": {},
        "/o/iniconfig-1.dist-info/": {},
        "/o/iniconfig-1.dist-info/RECORD": "iniconfig.py,,\nx/y.py,,\n",
        "/o/iniconfig.py": "1",
        "/o/x/": {},
      },
      testStage: { steps: [0], packages: ["pytest==8"], files: [] },
    },
    {
      leftOut: [{
        step: 1,
        command: "pip install pytest flask",
        why: "what it did for tests is in the stage test",
        paths: [
          "pip:iniconfig in /o",
          "pip:pytest in /o",
          "/o/iniconfig-1.dist-info",
          "/o/iniconfig-1.dist-info/RECORD",
          "/o/iniconfig.py",
          "/o/pytest-8.dist-info",
          "/o/x",
        ],
      }],
    },
  ],
  [
    "what came with the project and no COPY names",
    {
      session: {
        "/code": "",
        "/code/.dockerignore": "docs",
        "/code/logs": "",
        "/code/logs/old": "",
      },
    },
    { notCopied: ["/code", "/code/.dockerignore", "/code/logs", "/code/logs/old"] },
  ],
  [
    "project files that nobody needs",
    { session: { "/code/": {}, "/code/data/": {}, "/code/data/set.csv": "1" } },
    { notCopied: ["/code", "/code/data", "/code/data/set.csv"] },
  ],
  [
    "what the Dockerfile does on purpose",
    {
      image: { "/home/app/": {} },
      purposes: [{ path: "/home/app", reason: "the image runs as user app" }],
    },
    { onPurpose: [{ path: "/home/app", reason: "the image runs as user app" }] },
  ],
  [
    "volumes, and the folders made for them",
    { session: { "/data/": {}, "/data/in/": {}, "/data/in/x": "1" }, mounts: ["/data/in"] },
    {},
  ],
];

for (const [name, of, outcome] of equal) {
  Deno.test(`judge() finds equal: ${name}`, () => {
    const { equal, differences, leftOut, notCopied, onPurpose } = verdict(of);
    assert.deepEqual({ equal, differences, leftOut, notCopied, onPurpose }, {
      equal: true,
      differences: [],
      leftOut: [],
      notCopied: [],
      onPurpose: [],
      ...outcome,
    });
  });
}

const step = (command: string, effect: StepEffect, kept = true): Case["steps"] => [
  [command, effect, kept],
];
const content = { session: { "/opt/x": "1" }, image: { "/opt/x": "2" } };

const different: [name: string, Case, reason: string | RegExp, step?: number][] = [
  ["a file that nobody has seen being made", { image: { "/opt/x": "1" } }, /^the build made it/],
  ["a file that came from nowhere", { session: { "/opt/x": "1" } }, /^no step made it/],
  ["a file changed beside the steps", content, /^no step changed it/],
  [
    "a file that the build does not make",
    { steps: step("make x", { files: ["/opt/x"] }), session: { "/opt/x": "1" } },
    "step 1 (make x) made it in the session and not in the build",
    1,
  ],
  [
    "a file that the build does not remove",
    { steps: step("rm /opt/x", { files: ["-/opt/x"] }), image: { "/opt/x": "1" } },
    "step 1 (rm /opt/x) removed it in the session and not in the build",
    1,
  ],
  [
    "a mode",
    {
      steps: step("chmod 600 /opt/x", { files: ["+x/opt/x"] }),
      session: { "/opt/x": { mode: 0o600 } },
      image: { "/opt/x": {} },
    },
    "step 1 (chmod 600 /opt/x) set it, and the build came to something else",
    1,
  ],
  [
    "a file with a time in it",
    {
      steps: step("date > /opt/x", { files: ["/opt/x"] }),
      hints: [["/opt/x", "times"]],
      ...content,
    },
    "only times differ in it; step 1 (date > /opt/x) writes them into it",
    1,
  ],
  [
    "lines in another order",
    { steps: step("ls > /opt/x", { files: ["/opt/x"] }), hints: [["/opt/x", "order"]], ...content },
    "only the order of its lines differs; step 1 (ls > /opt/x) wrote it",
    1,
  ],
  [
    "an archive",
    {
      steps: step("tar cf /opt/x.tar.gz /srv", { files: ["/opt/x.tar.gz"] }),
      session: { "/opt/x.tar.gz": "1" },
      image: { "/opt/x.tar.gz": "2" },
    },
    "an archive holds the times of its files; step 1 (tar cf /opt/x.tar.gz /srv) made it",
    1,
  ],
  [
    "a file that was fetched twice",
    { steps: step("curl -o /opt/x https://a/x", { files: ["/opt/x"] }), ...content },
    "step 1 (curl -o /opt/x https://a/x) fetched it again, and it has changed at its source",
    1,
  ],
  [
    "a file that comes out otherwise each time",
    { steps: step("make-key /opt/x", { files: ["/opt/x"] }), ...content },
    "step 1 (make-key /opt/x) does not write the same every time",
    1,
  ],
  [
    "a file edited by hand",
    {
      steps: step("vi /opt/x", {
        files: ["/opt/x"],
        handmade: [{ path: "/opt/x", mode: 0o644, owner: "0:0", content: new Uint8Array() }],
      }),
      ...content,
    },
    "edited by hand in step 1 (vi /opt/x), and the image does not have it as it was saved",
    1,
  ],
  [
    "a file that a step kept made and one left out changed",
    {
      steps: [
        ["make x", { files: ["/opt/x"] }, true],
        ["patch x", { files: ["~/opt/x"], exit: 1 }, false],
      ],
      ...content,
    },
    "step 1 made it and step 2 (patch x), left out, changed it: it failed with exit code 1",
    2,
  ],
  [
    "a file that a step left out made and one kept changed",
    {
      steps: [
        ["make x", { files: ["/opt/x"], exit: 1 }, false],
        ["patch x", { files: ["~/opt/x"] }, true],
      ],
      ...content,
    },
    "step 2 (patch x) does not write the same every time; step 1 (make x), left out, changed it before",
    2,
  ],
  [
    "a project file that a step changed and the image lacks",
    {
      steps: step("sed -i /code/app.py", { files: ["~/code/app.py"] }),
      session: { "/code/app.py": "1" },
    },
    "step 1 (sed -i /code/app.py) made it in the session and not in the build",
    1,
  ],
];

for (const [name, of, reason, number] of different) {
  Deno.test(`judge() finds ${name}`, () => {
    const { equal, differences } = verdict(of);
    assert.equal(equal, false);
    assert.equal(differences.length, 1);
    const [one] = differences;
    if (typeof reason === "string") assert.equal(one.reason, reason);
    else assert.match(one.reason, reason);
    assert.equal(one.step, number);
  });
}

Deno.test("judge() says that it cannot read rpm's database", () => {
  const { limits } = verdict({ image: { "/var/lib/rpm/rpmdb.sqlite": "1" } });
  assert.deepEqual(limits, [
    "The packages of rpm were compared by their files alone: its database would need rpm to be read",
  ]);
});

Deno.test("judge() puts down to a package what belongs to it", () => {
  const record = "six.py,sha256=1,2\n";
  const { differences } = verdict({
    session: { "/o/six-1.dist-info/": {}, "/o/six-1.dist-info/RECORD": record, "/o/six.py": "1" },
    image: { "/o/six-2.dist-info/": {}, "/o/six-2.dist-info/RECORD": record, "/o/six.py": "2" },
  });
  const reason = "pip package six in /o is 1 in the session and 2 in the image";
  assert.deepEqual(differences[0], {
    path: "pip:six in /o",
    aspect: "package version",
    session: "1",
    image: "2",
    reason,
  });
  assert.equal(differences.find(({ path }) => path === "/o/six.py")?.reason, reason);
});

Deno.test("judge() tells which step installed a package that differs", () => {
  const { differences } = verdict({
    steps: step("pip install six", { files: ["/o/six-1.dist-info/"] }),
    session: { "/o/six-1.dist-info/": {} },
  });
  const { reason, step: number } = differences[0];
  const installed = "step 1 (pip install six) installed it";
  assert.equal(reason, `pip package six in /o 1 is only in the session; ${installed}`);
  assert.equal(number, 1);
});

Deno.test("judge() misses a package of the program that was asked for beside one for tests", () => {
  const { differences } = verdict({
    steps: step("pip install pytest flask", { files: ["/o/Flask-3.dist-info/"] }),
    session: { "/o/Flask-3.dist-info/": {} },
    testStage: { steps: [0], packages: ["pytest"], files: [] },
  });
  assert.deepEqual(differences.map(({ path }) => path), [
    "pip:flask in /o",
    "/o/Flask-3.dist-info",
  ]);
});

Deno.test("judge() does not show secrets of commands", () => {
  const command = "export DB_PASSWORD=hunter2; make x";
  const proof = verdict({
    steps: step(command, { files: ["/opt/x"] }),
    session: { "/opt/x": "1" },
  });
  assert.doesNotMatch(JSON.stringify(proof), /hunter2/);
});
