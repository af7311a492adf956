/** However a build with the classic builder ends, the engine is left as it was. */
import assert from "node:assert/strict";
import { until } from "../../src/lib/until_fixture.ts";
import { dkExecutable } from "./dk_executable.ts";
import { outputOf, runProgram, testName } from "./program.ts";

const image = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";
const build = ["build", "--builder", "classic", "-"];

/** Ids of the containers, running or not, of the step that holds the marker. */
async function stepContainers(marker: string): Promise<string[]> {
  const format = ["--no-trunc", "--format", "{{.ID}} {{.Command}}"];
  const rows = (await outputOf("docker", ["ps", "-a", ...format])).split("\n");
  return rows.filter((row) => row.includes(marker));
}

Deno.test("dk build that fails leaves no container and repeats the step's last 20 lines", async () => {
  const marker = testName("build");
  const run = `RUN for n in $(seq 30); do echo line $n; done; : ${marker}; exit 7`;
  const failed = await runProgram(dkExecutable(), build, { stdin: `FROM ${image}\n${run}\n` });
  assert.equal(failed.code, 1);
  assert.equal(failed.stdout, "");
  assert.ok(failed.stderr.includes(run), "the step's command is not named");
  assert.match(failed.stderr, /\b7\b/);
  const report = failed.stderr.slice(failed.stderr.indexOf("dk: "));
  const repeated = [...report.matchAll(/^\W*(line \d+)$/gm)].map(([, line]) => line);
  assert.deepEqual(repeated, Array.from({ length: 20 }, (_, at) => `line ${at + 11}`));
  assert.deepEqual(await stepContainers(marker), []);
});

Deno.test("dk build that is interrupted ends the build on the engine", async () => {
  const marker = testName("build");
  const child = new Deno.Command(dkExecutable(), {
    args: build,
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`FROM ${image}\nRUN : ${marker}; sleep 300\n`));
  await writer.close();
  try {
    await until(async () => (await stepContainers(marker)).length > 0);
  } finally {
    child.kill("SIGINT");
  }
  assert.equal((await child.status).code, 130);
  await until(async () => (await stepContainers(marker)).length === 0);
});
