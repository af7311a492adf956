import assert from "node:assert/strict";
import { liftSecrets } from "./lift_secrets.ts";

const cases: [typed: string, lifted: string, secrets: Record<string, string>][] = [
  ["ls -l", "ls -l", {}],
  ["export API_TOKEN=abc123", "export API_TOKEN=abc123", {}],
  [
    "pip install --index-url https://me:hunter2@host/simple x",
    "pip install --index-url https://me:${TYPED_TOKEN}@host/simple x",
    { TYPED_TOKEN: "hunter2" },
  ],
  [
    "git clone 'https://u:pw1@a/x' \"https://u:pw2@b/y\"",
    "git clone 'https://u:'\"${TYPED_TOKEN}\"'@a/x' \"https://u:${TYPED_TOKEN_2}@b/y\"",
    { TYPED_TOKEN: "pw1", TYPED_TOKEN_2: "pw2" },
  ],
  ["tool --token abcdef --x", "tool --token ${TYPED_TOKEN} --x", { TYPED_TOKEN: "abcdef" }],
];

for (const [typed, lifted, secrets] of cases) {
  Deno.test(`liftSecrets() of ${typed}`, () => {
    const found = liftSecrets(typed);
    assert.equal(found.command, lifted);
    assert.deepEqual(Object.fromEntries(found.secrets), secrets);
  });
}

Deno.test("liftSecrets() uses a name again only for the same value", () => {
  const taken = new Map([["TYPED_TOKEN", "first"]]);
  assert.equal(liftSecrets("t --token first", taken).command, "t --token ${TYPED_TOKEN}");
  assert.equal(liftSecrets("t --token other", taken).command, "t --token ${TYPED_TOKEN_2}");
});
