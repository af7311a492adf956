/** What dk containerize says of an image that differs from its session. */
import assert from "node:assert/strict";
import { ContainerizeBench } from "./containerize_bench.ts";

/** The second step comes out otherwise each time; of the third, the Dockerfile holds nothing. */
const steps = "mkdir /opt/made\ndate +%s%N > /opt/made/stamp\ntouch /tmp/aside\n" +
  "export TEXT=$'one\\ntwo' WORD='$a \"b\"'\ncd /opt\n";
const flags = ["--format", "json"];

Deno.test("dk containerize tells in what its image differs, and why", async () => {
  await using bench = await ContainerizeBench.open("bash");
  const run = await bench.run(steps, { test: "ls /opt/made/stamp", flags });
  assert.equal(run.code, 0, run.stderr);
  const { equal, differences, compared, packages } = JSON.parse(run.stdout).proof;
  assert.equal(equal, false);
  const [{ path, aspect, reason, step }, variable] = differences;
  assert.deepEqual([differences.length, path, aspect, step], [
    2,
    "/opt/made/stamp",
    "content",
    2,
  ]);
  assert.deepEqual([variable.path, variable.session, variable.image], [
    "variable:TEXT",
    "one\ntwo",
    null,
  ]);
  assert.match(variable.reason, /^ENV cannot hold the several lines that step 4/);
  assert.equal(
    reason,
    "only times differ in it; step 2 (date +%s%N > /opt/made/stamp) writes them into it",
  );
  assert.ok(compared > 1000 && packages.dpkg.equal.length > 50);
});

Deno.test("dk containerize --verify ends with 1 and leaves nothing behind when they differ", async () => {
  await using bench = await ContainerizeBench.open();
  const run = await bench.run(steps, { test: "ls /opt/made/stamp", flags: [...flags, "--verify"] });
  assert.equal(run.code, 1, run.stderr);
  assert.match(run.stderr, /\/opt\/made\/stamp[^]*only times differ in it; step 2 \(date/);
  await bench.assertNothingLeft();
});
