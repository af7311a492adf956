/** Whom an image of `dk containerize` runs as. */
import assert from "node:assert/strict";
import { inspectImage } from "../../src/engine/images/inspect.ts";
import { listImages } from "../../src/engine/images/list.ts";
import { ContainerizeBench } from "./containerize_bench.ts";
import { dk } from "./dk_process.ts";

async function userOf(bench: ContainerizeBench): Promise<string> {
  return (await inspectImage(bench.engine, bench.tag)).Config?.User ?? "";
}

/** Without steps: answered by flags, as somebody in a terminal would answer. */
function guided(bench: ContainerizeBench, test: string, ...flags: string[]) {
  const answers = ["--base", bench.base, "--dependency", "", "--install", "touch /made"];
  const given = [...answers, "--env", "", "--test", test, "-t", bench.tag];
  return dk(["containerize", bench.project, ...given, ...flags]);
}

Deno.test("an image runs as the user that --user names", async () => {
  await using bench = await ContainerizeBench.open();
  const test = `sh -c 'echo "$(id -u) $(id -g) $HOME"'`;
  const done = await bench.run("touch /made\n", { test, flags: ["--user", "1234:99"] });
  assert.equal(done.code, 0, done.stderr);
  assert.match(done.stdout, /^1234 99 \/tmp\n/);
  assert.equal(await userOf(bench), "1234:99");
});

Deno.test("steps of a file make an image for the base's user unless told otherwise", async () => {
  await using bench = await ContainerizeBench.open();
  const done = await bench.run("touch /made\n", { test: "id -u" });
  assert.match(done.stdout, /^0\n/);
  assert.equal(await userOf(bench), "");
});

Deno.test("an image of answers runs without rights when its test passes so", async () => {
  await using bench = await ContainerizeBench.open();
  const done = await guided(bench, "sh -c 'ls /made && id -u'");
  assert.equal(done.exitCode, 0, done.stderr);
  assert.match(done.stdout, /^\/made\n1000\nsha256:/);
  assert.equal(await userOf(bench), "1000:1000");
  const written = await Deno.readTextFile(`${bench.project}/Dockerfile`);
  assert.match(written, /^USER 1000:1000$/m);
});

Deno.test("an image runs as root where its test fails without rights, and dk says so", async () => {
  await using bench = await ContainerizeBench.open();
  const done = await guided(bench, "sh -c 'touch /x && ls /made && id -u'");
  assert.equal(done.exitCode, 0, done.stderr);
  assert.match(done.stdout, /^\/made\n0\nsha256:/);
  assert.match(done.stderr, /^dk: As user 1000:1000 the test ends with 1: .* to run as root$/m);
  assert.equal(await userOf(bench), "");
  assert.doesNotMatch(await Deno.readTextFile(`${bench.project}/Dockerfile`), /^USER/m);
  const { Id: made } = await inspectImage(bench.engine, bench.tag);
  const left = await listImages(bench.engine, { filters: { label: [`dk.test=${bench.id}`] } });
  const { Id: base } = await inspectImage(bench.engine, bench.base);
  assert.deepEqual(left.map(({ Id }) => Id).sort(), [base, made].sort());
});

Deno.test("--user root keeps the base's user and tries no other", async () => {
  await using bench = await ContainerizeBench.open();
  const done = await guided(bench, "id -u", "--user", "root");
  assert.match(done.stdout, /^0\nsha256:/);
  assert.doesNotMatch(done.stderr, /without rights/);
});
