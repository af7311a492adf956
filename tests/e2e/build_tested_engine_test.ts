/** `dk build --test`: the test that a session has saved decides whether an image gets its name. */
import assert from "node:assert/strict";
import { openEngine } from "../../src/engine/engine.ts";
import { EngineError } from "../../src/engine/errors.ts";
import { inspectImage } from "../../src/engine/images/inspect.ts";
import { removeImage } from "../../src/engine/images/manage.ts";
import { dk, testImage } from "./dk_process.ts";

interface Ground extends AsyncDisposable {
  project: string;
  tag: string;
  /** Runs `dk build --test -t TAG ARGS PROJECT`. */
  build(...args: string[]): ReturnType<typeof dk>;
  /** Whether the engine has an image of this name or id. */
  has(image: string): Promise<boolean>;
}

/** SHA-256 of "one\n". */
const outputOfOne = "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806";

function sessionText(fields: Record<string, unknown>): string {
  const steps = [{ command: "true" }];
  return JSON.stringify({ dkSession: 1, base: testImage, steps, ...fields });
}

/** A project with a Dockerfile, data that stays outside the image, and a saved test. */
async function ground(test: Record<string, unknown>, dockerfile = ""): Promise<Ground> {
  const project = await Deno.makeTempDir({ prefix: "dkt-share-" });
  const id = crypto.randomUUID().slice(0, 8);
  const tag = `dkt-share-${id}:1.0`;
  await Deno.mkdir(`${project}/docker`);
  await Deno.mkdir(`${project}/data`);
  await Deno.writeTextFile(`${project}/data/numbers`, "one\n");
  await Deno.writeTextFile(`${project}/.dockerignore`, "data\n");
  const text = `FROM ${testImage}\nRUN echo ${id} > /id\n${dockerfile}`;
  await Deno.writeTextFile(`${project}/Dockerfile`, text);
  const session = sessionText({ mounts: ["data:/data"], ...test });
  await Deno.writeTextFile(`${project}/docker/session.json`, session);
  const engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
  const has = async (image: string) => {
    try {
      await inspectImage(engine, image);
      return true;
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return false;
      throw error;
    }
  };
  return {
    project,
    tag,
    build: (...args) => dk(["build", "--test", "-t", tag, ...args, project]),
    has,
    async [Symbol.asyncDispose]() {
      if (await has(tag)) await removeImage(engine, tag);
      await engine[Symbol.asyncDispose]();
      await Deno.remove(project, { recursive: true });
    },
  };
}

for (const builder of ["buildkit", "classic"]) {
  Deno.test(`dk build --test names an image by ${builder} whose saved test passes`, async () => {
    await using at = await ground({ test: "cat /data/numbers", testOutput: outputOfOne });
    const [idFile, metadata] = [`${at.project}/data/id`, `${at.project}/data/metadata`];
    const files = ["--iidfile", idFile, "--metadata-file", metadata];
    const done = await at.build("--builder", builder, "--format", "json", ...files);
    assert.equal(done.exitCode, 0, done.stderr);
    const { id, tags, test } = JSON.parse(done.stdout);
    assert.deepEqual(tags, [at.tag]);
    const { seconds, withoutData, ...rest } = test;
    assert.deepEqual(rest, {
      command: "cat /data/numbers",
      exit: 0,
      stdout: "one\n",
      stderr: "",
      sameOutput: true,
    });
    assert.ok(seconds > 0);
    assert.equal(withoutData.exit, 1);
    assert.match(withoutData.end, /No such file/);
    assert.match(done.stderr, /Without the data the test ends with 1/);
    assert.ok(await at.has(at.tag));
    assert.equal(await Deno.readTextFile(idFile), id);
    assert.match(JSON.parse(await Deno.readTextFile(metadata))["image.name"], /dkt-share-/);
  });
}

Deno.test("dk build --test tells of another output and fails for none", async () => {
  await using at = await ground({ test: "cat /id /data/numbers", testOutput: outputOfOne });
  const done = await at.build();
  assert.equal(done.exitCode, 0, done.stderr);
  assert.match(done.stdout, /^sha256:[0-9a-f]{64}\n$/);
  assert.match(done.stderr, /^one$/m);
  assert.match(done.stderr, /^dk: The test does not print what it printed when it was saved$/m);
  assert.ok(await at.has(at.tag));
  const quiet = await at.build("-q");
  assert.equal(quiet.stdout, done.stdout);
  assert.equal(quiet.stderr, "dk: The test does not print what it printed when it was saved\n");
});

Deno.test("dk build --test --dry-run tells of the test and builds nothing", async () => {
  await using at = await ground({ test: "cat /data/numbers" });
  const told = await at.build("--dry-run");
  assert.equal(told.exitCode, 0, told.stderr);
  assert.match(told.stdout, /^Note: Named only when this succeeds in it: cat \/data\/numbers$/m);
  assert.equal(await at.has(at.tag), false);
});

Deno.test("dk build --test leaves nothing of an image whose test fails", async () => {
  await using at = await ground({ test: "sh -c 'cat /id >&2; exit 3'", testOutput: undefined });
  const idFile = `${at.project}/data/id`;
  const failed = await at.build("--iidfile", idFile);
  assert.equal(failed.exitCode, 1);
  assert.equal(failed.stdout, "");
  assert.match(failed.stderr, /The test command failed with exit code 3[^]*image was not kept/);
  assert.equal(await at.has(at.tag), false);
  // The last one that the build names: before it, a containerd store names the base.
  const image = failed.stderr.match(/sha256:[0-9a-f]{64}/g)!.at(-1)!;
  assert.equal(await at.has(image), false);
  await assert.rejects(Deno.stat(idFile), Deno.errors.NotFound);
});

const unusable: [what: string, session: string | undefined, expected: RegExp][] = [
  [
    "no session",
    undefined,
    /Cannot read the test of .*docker\/session.json\nWhy: It does not exist/,
  ],
  ["no test", sessionText({}), /There is no test in .*docker\/session.json/],
  ["no data", sessionText({ test: "true", mounts: ["absent:/x"] }), /lacks its data\nWhy: Nothing/],
  ["a damaged session", "{}", /Cannot read the session file .*docker\/session.json/],
];

for (const [what, session, expected] of unusable) {
  Deno.test(`dk build --test builds nothing where there is ${what}`, async () => {
    await using at = await ground({ test: "true" });
    const file = `${at.project}/docker/session.json`;
    if (session === undefined) await Deno.remove(file);
    else await Deno.writeTextFile(file, session);
    const refused = await at.build();
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, expected);
    assert.doesNotMatch(refused.stderr, /RUN/);
    assert.equal(await at.has(at.tag), false);
  });
}

Deno.test("dk build --test gives the Dockerfile its secrets", async () => {
  const run = "RUN --mount=type=secret,id=TOKEN grep -q . /run/secrets/TOKEN\n";
  await using at = await ground({ test: "cat /data/numbers" }, run);
  await Deno.writeTextFile(`${at.project}/data/token`, "s3cr3t");
  const done = await at.build("--secret", `id=TOKEN,src=${at.project}/data/token`);
  assert.equal(done.exitCode, 0, done.stderr);
  assert.doesNotMatch(done.stderr + done.stdout, /s3cr3t/);
});
