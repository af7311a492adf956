/** What `dk containerize` does with an image that has passed: names, labels, push, lines for CI. */
import assert from "node:assert/strict";
import { inspectImage } from "../../src/engine/images/inspect.ts";
import { ContainerizeBench } from "./containerize_bench.ts";
import { dk } from "./dk_process.ts";
import { disposeImageName } from "./program.ts";
import { startRegistry } from "../../src/engine/images/registry_fixture.ts";

const steps = "echo made > /made\n";
const test = "cat /made";

/** Runs it with `--push` under one name, which is no name of the bench: that one has no registry. */
async function pushed(bench: ContainerizeBench, name: string, ...flags: string[]) {
  const script = `${bench.outside}/steps.sh`;
  await Deno.writeTextFile(script, steps);
  const given = ["--base", bench.base, "--script", script, "--test", test, "-t", name, "--push"];
  return await dk(["containerize", bench.project, ...given, ...flags]);
}

Deno.test("dk containerize --push sends every name and tells the lines for CI", async () => {
  await using bench = await ContainerizeBench.open();
  await using registry = await startRegistry();
  const name = `${registry.address}/dkt/share:2.0`;
  await using _pushed = disposeImageName(name);
  const done = await pushed(bench, name, "--format", "json");
  assert.equal(done.exitCode, 0, done.stderr);
  const { pushed: sent, ci } = JSON.parse(done.stdout);
  assert.equal(sent.length, 1);
  assert.equal(sent[0].reference, name);
  assert.match(sent[0].digest, /^sha256:[0-9a-f]{64}$/);
  assert.deepEqual(ci, [
    `dk build --test -t ${name} .`,
    `dk push ${name}`,
    `docker build -t ${name} .`,
    `docker push ${name}`,
  ]);
  const pulled = await dk(["pull", "-q", name]);
  assert.equal(pulled.exitCode, 0, pulled.stderr);
  const again = await dk(["build", "--test", "-q", "-t", name, "."], { cwd: bench.project });
  assert.equal(again.exitCode, 0, again.stderr);
});

Deno.test("dk containerize --push --dry-run tells of the push", async () => {
  await using bench = await ContainerizeBench.open();
  const told = await bench.run(steps, { test, flags: ["--push", "--dry-run"] });
  assert.equal(told.code, 0, told.stderr);
  assert.ok(told.stdout.endsWith(`Push ${bench.tag}\n`), told.stdout);
});

Deno.test("dk containerize keeps files and image when the push fails", async () => {
  await using bench = await ContainerizeBench.open();
  const name = "127.0.0.1:9/dkt/share:1.0";
  await using _name = disposeImageName(name);
  const failed = await pushed(bench, name);
  assert.equal(failed.exitCode, 1, failed.stderr);
  assert.equal(failed.stdout, "made\n");
  const next = `Files and image are kept; push later: dk push ${name}\n`;
  assert.ok(failed.stderr.endsWith(next), failed.stderr);
  await Deno.stat(`${bench.project}/Dockerfile`);
  const there = await dk(["inspect", name]);
  assert.equal(there.exitCode, 0, there.stderr);
});

Deno.test("dk containerize labels the image and tells how to repeat it", async () => {
  await using bench = await ContainerizeBench.open();
  await Deno.mkdir(`${bench.project}/.git`);
  const config = '[remote "origin"]\n\turl = https://me:hunter2@git.example.org/me/app.git\n';
  await Deno.writeTextFile(`${bench.project}/.git/config`, config);
  const secret = 'export API_TOKEN=s3cr3t\nprintf %s "$API_TOKEN" | wc -c > /made\n';
  const done = await bench.run(secret, { test });
  assert.equal(done.code, 0, done.stderr);
  const { Config } = await inspectImage(bench.engine, bench.tag);
  const labels = Object.entries(Config?.Labels ?? {}).filter(([name]) => name.startsWith("org."));
  assert.deepEqual(Object.fromEntries(labels), {
    "org.opencontainers.image.title": bench.tag.replace(":1.0", ""),
    "org.opencontainers.image.version": "1.0",
    "org.opencontainers.image.source": "https://git.example.org/me/app.git",
    "org.opencontainers.image.base.name": `docker.io/library/${bench.base}`,
  });
  assert.doesNotMatch(await Deno.readTextFile(`${bench.project}/Dockerfile`), /hunter2/);
  const lent = "--secret id=API_TOKEN,env=API_TOKEN";
  const lines = `To repeat it in a checkout of the folder, as in CI:
  dk build --test ${lent} -t ${bench.tag} .
  dk push ${bench.tag}
or, untested, with docker's own client:
  DOCKER_BUILDKIT=1 docker build ${lent} -t ${bench.tag} .
  docker push ${bench.tag}
`;
  assert.ok(done.stderr.endsWith(lines), done.stderr);
  const repeated = await dk(
    ["build", "--test", "--secret", "id=API_TOKEN,env=API_TOKEN", "-t", bench.tag, "."],
    { cwd: bench.project, env: { API_TOKEN: "s3cr3t" } },
  );
  assert.equal(repeated.exitCode, 0, repeated.stderr);
});
