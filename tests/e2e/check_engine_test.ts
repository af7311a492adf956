import assert from "node:assert/strict";
import { ruleCases } from "../../src/features/build/check/rule_cases_fixture.ts";
import { dk } from "./dk_process.ts";

/** Rules that say of a Dockerfile that the builders refuse it. */
const refused = ["InvalidSyntax", "UnknownInstruction", "UndefinedArgInFrom", "UnknownStage"];

for (const rule of refused) {
  Deno.test(`the engine refuses what ${rule} calls an error, as dk build --check does`, async () => {
    for (const [dockerfile] of ruleCases[rule].bad) {
      const checked = await dk(["build", "--check", "--format", "json", "-"], {
        stdin: dockerfile,
      });
      assert.equal(checked.exitCode, 1, dockerfile);
      const { findings } = JSON.parse(checked.stdout);
      assert.ok(findings.some((finding: { rule: string }) => finding.rule === rule), dockerfile);
      const built = await dk(["build", "--builder", "classic", "-"], { stdin: dockerfile });
      assert.notEqual(built.exitCode, 0, dockerfile);
    }
  });
}

Deno.test("dk build --check needs no engine", async () => {
  const env = { DOCKER_HOST: "unix:///nonexistent/engine.sock" };
  const checked = await dk(["build", "--check", "-"], { stdin: "FROM debian:12\nRUM x\n", env });
  assert.equal(checked.exitCode, 1);
  assert.match(checked.stdout, /^-:2: error UnknownInstruction: /m);
});
