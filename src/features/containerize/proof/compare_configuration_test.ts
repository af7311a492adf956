import assert from "node:assert/strict";
import type { Instruction } from "../dockerfile.ts";
import { sessionLedger, type StepEffect } from "../ledger_fixture.ts";
import { compareConfiguration, type Configuration } from "./compare_configuration.ts";
import { StepTrace } from "./step_trace.ts";

interface Case {
  steps?: (string | [string, StepEffect])[];
  uids?: string[];
  base?: Partial<Configuration>;
  image?: Partial<Configuration>;
  instructions?: Instruction[];
}

function compared({ steps = [], uids = [], base, image, instructions = [] }: Case) {
  const ledger = sessionLedger(steps);
  const given = ledger.steps.map((step, at) => ({ ...step, uid: uids[at] ?? "0" }));
  const plain = { env: {}, directory: "/", user: "" };
  const trace = new StepTrace({ ...ledger, steps: given }, given.map(() => true));
  const [before, after] = [{ ...plain, ...base }, { ...plain, ...base, ...image }];
  return compareConfiguration({ base: before, image: after, trace, instructions });
}

const user: Instruction = { kind: "user", id: "1000:1000" };
const home: Instruction = { kind: "env", name: "HOME", value: "/tmp" };

const equal: [name: string, Case, onPurpose?: string[], leftOut?: string[]][] = [
  ["what a shell has of its own", {}],
  ["a path that the builder gives", { image: { env: { PATH: "/usr/bin:/bin" } } }],
  ["a variable of the base image", { base: { env: { PATH: "/usr/bin:/bin", LANG: "C" } } }],
  [
    "what was exported, and where the session went",
    {
      steps: [["export A='b c'; cd /srv", { env: { A: "b c", OLDPWD: "/" }, cd: "/srv" }]],
      image: { env: { A: "b c" }, directory: "/srv" },
    },
  ],
  [
    "a variable that was withdrawn again",
    { steps: [["export A=1", { env: { A: "1" } }], ["unset A", { env: { A: undefined } }]] },
  ],
  [
    "a secret",
    { steps: [["export API_TOKEN=s3cr3t99", { env: { API_TOKEN: "s3cr3t99" } }]] },
    ["variable:API_TOKEN"],
  ],
  [
    "what cannot be withdrawn",
    {
      steps: [["unset HOME", { env: { HOME: undefined } }]],
      base: { env: { HOME: "/root" } },
      image: { env: { HOME: "" } },
    },
    ["variable:HOME"],
  ],
  [
    "the user that the image is to run as",
    {
      image: { env: { HOME: "/tmp" }, user: "1000:1000" },
      instructions: [home, user],
    },
    ["variable:HOME", "user"],
  ],
  ["the base image's own user", { base: { user: "app" }, steps: ["true"], uids: ["1234"] }],
  [
    "what the user dropped",
    {
      steps: [[
        "export A=1; cd /srv",
        { env: { A: "1" }, cd: "/srv", verdict: "drop" },
      ]],
    },
    [],
    ["variable:A", "working directory"],
  ],
];

for (const [name, of, onPurpose = [], leftOut = []] of equal) {
  Deno.test(`compareConfiguration() takes for no difference ${name}`, () => {
    const verdict = compared(of);
    assert.deepEqual(verdict.differences, []);
    assert.deepEqual(verdict.onPurpose.map(({ path }) => path), onPurpose);
    assert.deepEqual(verdict.leftOut.flatMap(({ paths }) => paths), leftOut);
  });
}

const different: [
  name: string,
  Case,
  path: string,
  values: [string | null, string | null],
  reason: RegExp,
  step?: number,
][] = [
  [
    "a variable that the image goes without",
    { steps: ["true", ["export A=1", { env: { A: "1" } }]] },
    "variable:A",
    ["1", null],
    /^step 2 \(export A=1\) exported it, and the Dockerfile does not$/,
    2,
  ],
  [
    "a variable of several lines",
    { steps: [["export A=x", { env: { A: "1\n2" } }]] },
    "variable:A",
    ["1\n2", null],
    /^ENV cannot hold the several lines that step 1 .* gave it$/,
    1,
  ],
  [
    "another value",
    { steps: [["export A='$B'", { env: { A: "$B" } }]], image: { env: { A: "" } } },
    "variable:A",
    ["$B", ""],
    /^step 1 .* in the build it came to something else$/,
    1,
  ],
  [
    "a variable that the image keeps",
    {
      steps: [["unset A", { env: { PATH: undefined } }]],
      base: { env: { PATH: "/usr/bin:/bin" } },
    },
    "variable:PATH",
    [null, "/usr/bin:/bin"],
    /withdrew it, and the image keeps it$/,
    1,
  ],
  [
    "a variable that only the Dockerfile sets",
    { image: { env: { A: "1" } } },
    "variable:A",
    [null, "1"],
    /^no step changed it: the Dockerfile has set it$/,
  ],
  [
    "another directory",
    { steps: [["cd /srv", { cd: "/srv" }]] },
    "working directory",
    ["/srv", "/"],
    /^step 1 \(cd \/srv\) went there, and the Dockerfile does not$/,
    1,
  ],
  [
    "another user than the last step's",
    { steps: ["true", "su app", "true"], uids: ["0", "1000", "1000"] },
    "user",
    ["1000", "root"],
    /^the session went on as another user with step 2 \(su app\)$/,
    2,
  ],
  [
    "a user that is not the base image's",
    { image: { user: "app" } },
    "user",
    ["root", "app"],
    /^the Dockerfile names another user/,
  ],
];

for (const [name, of, path, values, reason, step] of different) {
  Deno.test(`compareConfiguration() finds ${name}`, () => {
    const { differences: [found, ...more] } = compared(of);
    assert.deepEqual([found.path, [found.session, found.image], found.step, more], [
      path,
      values,
      step,
      [],
    ]);
    assert.match(found.reason, reason);
  });
}
