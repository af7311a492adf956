import assert from "node:assert/strict";
import type { Ledger } from "./ledger.ts";
import { sessionLedger } from "./ledger_fixture.ts";
import type { Steps } from "./plan_fixture.ts";
import { parseUserChoice, type TestTrace, unprivilegedUser } from "./unprivileged.ts";

const quiet: TestTrace = { writes: [], mounts: ["/data"], ports: [] };
const plain = { user: { id: "1000:1000" } };

const cases: [string, Steps, string, Partial<TestTrace>, unknown, Partial<Ledger>?][] = [
  ["a program that only reads", [["cp /code/x /usr/bin", {}]], "x /data/a", {}, plain],
  ["one that writes to its data and to scratch folders", [], "x", {
    writes: ["/tmp/a", "/data/out", "/usr/lib/python3/__pycache__/a.pyc"],
  }, plain],
  ["one that writes to its home", [], "x", { writes: ["/root/.config/x"] }, {
    user: { id: "1000:1000", home: "/tmp" },
  }],
  ["one that writes beside its code", [], "x", { writes: ["/code/out.csv"] }, {
    why: "The test writes to /code/out.csv",
  }],
  ["one with a port for root", [], "x", { ports: [80, 8080] }, { why: "Port 80 is for root" }],
  ["a session with users of its own", [["useradd -m app", {}]], "x", {}, {
    why: "The session settles users itself, with useradd",
  }],
  ["a session whose try at that failed", [["useradd -m app", { exit: 1 }]], "x", {}, plain],
  ["a test as another user", [], "su app -c x", {}, {
    why: "The session settles users itself, with su",
  }],
  ["a program in root's home", [["x", { env: { PATH: "/root/bin:/bin" } }]], "x", {}, {
    why: "The program uses /root/bin, in the home of root",
  }],
  ["a base image with a user", [], "x", {}, { why: "The base image runs as app already" }, {
    user: "app",
  }],
];

for (const [name, steps, test, trace, expected, rest] of cases) {
  Deno.test(`unprivilegedUser() decides about ${name}`, () => {
    const ledger = sessionLedger(steps, rest);
    assert.deepEqual(unprivilegedUser(ledger, test, { ...quiet, ...trace }), expected);
  });
}

Deno.test("parseUserChoice() reads what --user may be", () => {
  assert.equal(parseUserChoice("root"), "keep");
  assert.equal(parseUserChoice("auto"), "auto");
  assert.deepEqual(parseUserChoice("1234"), { id: "1234:1234", home: "/tmp" });
  assert.deepEqual(parseUserChoice("1234:5"), { id: "1234:5", home: "/tmp" });
  for (const text of ["", "ann", "1:2:3", "-1"]) {
    assert.throws(() => parseUserChoice(text), /Invalid value .* for --user/);
  }
});
