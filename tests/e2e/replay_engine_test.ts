/** Session files replayed without a terminal. */
import assert from "node:assert/strict";
import { ContainerizeBench } from "./containerize_bench.ts";
import { dk } from "./dk_process.ts";

/** As somebody has typed them who had the data. */
const steps = [
  { command: "wc -c < /data/numbers.txt", directory: "/" },
  { command: "cd /srv && false", directory: "/", exit: 1 },
  { command: "mkdir made && echo one > made/one", directory: "/srv" },
  {
    command: "vi made/two",
    directory: "/srv",
    interactive: true,
    files: [{ path: "/srv/made/two", text: "two\n", mode: "0640" }],
  },
  {
    command: "exec bash",
    directory: "/srv",
    interactive: true,
    exported: { GREETING: "good day" },
  },
  {
    command: "mkdir made/late && exec bash -l",
    directory: "/srv",
    exported: { LATE: "brought" },
  },
  { command: 'echo "$GREETING" > made/greeting', directory: "/srv" },
  { command: "export API_TOKEN=***", directory: "/srv" },
  { command: 'printf %s "$API_TOKEN" | wc -c > made/length', directory: "/srv" },
  { command: "rm -rf /", directory: "/srv", exit: 130 },
];

Deno.test("dk containerize --replay repeats a session, but not what failed or was typed", async () => {
  await using bench = await ContainerizeBench.open();
  const file = `${bench.outside}/session.json`;
  await Deno.writeTextFile(`${bench.outside}/numbers.txt`, "1 2\n");
  const session = {
    dkSession: 1,
    base: bench.base,
    mounts: [`${bench.outside}:/data`],
    dataInSession: true,
    test: "cat /srv/made/length",
    steps,
  };
  await Deno.writeTextFile(file, JSON.stringify(session));
  const args = [
    "containerize",
    bench.project,
    "--replay",
    file,
    "-t",
    bench.tag,
    "--format",
    "json",
  ];

  const lacking = await dk(args);
  assert.equal(lacking.exitCode, 2);
  assert.match(lacking.stderr, /Step 8 needs the secret API_TOKEN/);
  await bench.assertNothingLeft();

  const done = await dk(args, { env: { API_TOKEN: "s3cr3t-value" } });
  assert.equal(done.exitCode, 0, done.stderr);
  const { test, steps: kept } = JSON.parse(done.stdout);
  assert.equal(test.stdout, "12\n");
  assert.deepEqual(kept.map((step: { kept: boolean }) => step.kept).slice(0, 3), [
    false,
    false,
    true,
  ]);
  const dockerfile = await Deno.readTextFile(`${bench.project}/Dockerfile`);
  assert.doesNotMatch(dockerfile + done.stderr + done.stdout, /s3cr3t/);
  assert.match(dockerfile, /^ENV GREETING="good day"$/m);
  assert.match(dockerfile, /mkdir made\/late\n[^]*^ENV LATE=brought$/m);
  assert.doesNotMatch(dockerfile, /false|rm -rf|data|exec bash/);
});
