import assert from "node:assert/strict";
import { formatDockerfile } from "./dockerfile.ts";
import type { Ledger } from "./ledger.ts";
import { sessionLedger } from "./ledger_fixture.ts";
import { planDockerfile } from "./plan.ts";
import { code, installed, type PlanCase, type Steps, testPlans } from "./plan_fixture.ts";

const tutorial: PlanCase = [
  "the tutorial's session",
  [
    ["apt-get update", { files: ["/var/lib/apt/lists/x"] }],
    ["apt-get install python3", installed],
    ["cd /code", code],
    "ls -l",
    ["chmod +rx ml_data_analysis.py", { files: ["+x/code/ml_data_analysis.py"] }],
    ["export PATH=/code:$PATH", { env: { PATH: "/code:/usr/bin:/bin" } }],
    ["cd /home", { cd: "/home" }],
    ["cp /code/Meteorite_Landings.json .", { files: ["/home/Meteorite_Landings.json"] }],
    ["ml_data_analysis.py Meteorite_Landings.json", { files: ["/code/__pycache__/x.pyc"] }],
  ],
  "ml_data_analysis.py /data/Meteorite_Landings.json",
  `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3 && \\
    rm -rf /var/lib/apt/lists/*

COPY --chmod=0755 ml_data_analysis.py /code/

ENV PATH=/code:$PATH

COPY Meteorite_Landings.json /home/

WORKDIR /home
`,
  { read: ["Meteorite_Landings.json", "ml_data_analysis.py"] },
];

testPlans([tutorial]);

Deno.test("planDockerfile() asks for secrets instead of writing them down", () => {
  const steps: Steps = [
    ["export DB_PASSWORD=hunter2", { env: { DB_PASSWORD: "hunter2" } }],
    ["SITE_TOKEN=abc123", { variables: { SITE_TOKEN: "abc123" } }],
    ["apt-get install jq", installed],
    ['fetch "$SITE_TOKEN"', { files: ["/opt/x"] }],
  ];
  const { instructions, secrets, warnings } = planDockerfile(sessionLedger(steps), "true");
  assert.equal(
    formatDockerfile(instructions),
    `# Build with the secrets in variables: --secret id=DB_PASSWORD,env=DB_PASSWORD --secret id=SITE_TOKEN,env=SITE_TOKEN

FROM debian:12

RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends jq && \\
    rm -rf /var/lib/apt/lists/*

RUN --mount=type=secret,id=DB_PASSWORD,mode=0444 \\
    --mount=type=secret,id=SITE_TOKEN,mode=0444 \\
    export DB_PASSWORD="$(cat /run/secrets/DB_PASSWORD)" && \\
    SITE_TOKEN="$(cat /run/secrets/SITE_TOKEN)" && \\
    fetch "$SITE_TOKEN"

CMD ["true"]
`,
  );
  assert.deepEqual([...secrets].sort(), [["DB_PASSWORD", "hunter2"], ["SITE_TOKEN", "abc123"]]);
  assert.equal(warnings.length, 2);
});

Deno.test("planDockerfile() tells which steps it kept", () => {
  const [, steps, test, , rest] = tutorial;
  const { kept } = planDockerfile(sessionLedger(steps, rest), test);
  assert.deepEqual(kept, [true, true, false, false, true, true, true, true, false]);
});

Deno.test("planDockerfile() counts definitions and the umask that later steps repeat as kept", () => {
  const steps: Steps = [
    "A=1",
    "B=2",
    ["umask 077", { umask: "0077" }],
    ["touch /opt/$A", { files: ["/opt/1"] }],
  ];
  assert.deepEqual(planDockerfile(sessionLedger(steps), "true").kept, [true, false, true, true]);
});

const commands: [string, string][] = [
  ["ml.py /data/x.json", '["ml.py", "/data/x.json"]'],
  ["sh -c 'a b'", '["sh", "-c", "a b"]'],
  ["a | b", '["/bin/sh", "-c", "a | b"]'],
  ["echo $HOME", '["/bin/sh", "-c", "echo $HOME"]'],
  ["A=1 b", '["/bin/sh", "-c", "A=1 b"]'],
];

for (const [test, words] of commands) {
  Deno.test(`planDockerfile() makes CMD ${words} of ${test}`, () => {
    const text = formatDockerfile(planDockerfile(sessionLedger([]), test).instructions);
    assert.equal(text, `FROM debian:12\n\nCMD ${words}\n`);
  });
}

Deno.test("planDockerfile() does without the base image's own program, as the session did", () => {
  const { instructions } = planDockerfile(sessionLedger([], { baseHasEntrypoint: true }), "true");
  assert.equal(formatDockerfile(instructions), 'FROM debian:12\n\nENTRYPOINT []\n\nCMD ["true"]\n');
});

const warned: [Partial<Ledger>, Steps, RegExp][] = [
  [{ base: "debian" }, [], /debian is a moving target; pin a tag, such as debian:VERSION/],
  [
    { base: "localhost:5000/debian:latest" },
    [],
    /pin a tag, such as localhost:5000\/debian:VERSION/,
  ],
  [{}, [["unset HOME", { env: { HOME: undefined } }]], /cannot unset HOME/],
  [{}, [["export A", { env: { A: "1\n2" } }]], /several lines of A/],
];

for (const [rest, steps, warning] of warned) {
  Deno.test(`planDockerfile() warns ${warning.source}`, () => {
    const { warnings } = planDockerfile(sessionLedger(steps, rest), "true");
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], warning);
  });
}

Deno.test("planDockerfile() has nothing to say against a pinned base", () => {
  for (const base of ["debian:12", "localhost:5000/a:1", `a@sha256:${"0".repeat(64)}`]) {
    assert.deepEqual(planDockerfile(sessionLedger([], { base }), "true").warnings, []);
  }
});
