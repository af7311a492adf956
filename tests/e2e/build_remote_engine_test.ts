/** dk build from git repositories. */
import assert from "node:assert/strict";
import { dkExecutable } from "./dk_executable.ts";
import { dk, testImage } from "./dk_process.ts";
import { Repository, serveFiles } from "./git_repository.ts";
import { Sshd } from "../../src/engine/sshd_fixture.ts";
import { disposeImageName, testName } from "./program.ts";

const builders = ["buildkit", "classic"] as const;
const Dockerfile = "FROM scratch\nCOPY . /\n";

/** Temporary directory that dk is given; it must be empty whenever dk has ended. */
async function scratch() {
  const path = await Deno.makeTempDir({ prefix: "dkt-tmp-" });
  return {
    path,
    left: () => [...Deno.readDirSync(path)].map(({ name }) => name),
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

/** Builds a context with BuildKit into a directory; resolves with its paths and contents. */
async function built(address: string, flags: string[] = [], env: Record<string, string> = {}) {
  await using temporary = await scratch();
  await using out = await scratch();
  const args = ["build", "-o", out.path, ...flags, address];
  const result = await dk(args, { env: { ...env, TMPDIR: temporary.path } });
  assert.equal(result.exitCode, 0, result.stderr);
  assert.deepEqual(temporary.left(), []);
  const files: Record<string, string> = {};
  for (const name of out.left()) {
    const path = `${out.path}/${name}`;
    files[name] = Deno.statSync(path).isFile ? Deno.readTextFileSync(path) : "";
  }
  return { files, stderr: result.stderr };
}

async function sample() {
  const made = await Repository.create();
  const first = await made.push("main", { Dockerfile, word: "one", "sub/Dockerfile": Dockerfile });
  await made.git("tag", "-a", "-m", "v1", "v1");
  await made.git("push", "-q", made.bare, "v1");
  await made.push("refs/pull/7/head", { word: "seven" });
  await made.push("feature/x", { word: "feature" });
  await made.git("reset", "-q", "--hard", first);
  await made.push("main", { word: "two", "sub/word": "below", "other/Dockerfile": Dockerfile });
  return { made, first };
}

Deno.test("dk build finds branches, tags, pull requests and commits of a repository", async () => {
  const { made, first } = await sample();
  await using _ = made;
  await using server = serveFiles(made.directory);
  const expected: [fragment: string, word: string][] = [
    ["", "two"],
    ["#main", "two"],
    ["#v1", "one"],
    ["#refs/tags/v1", "one"],
    ["#feature/x", "feature"],
    ["#pull/7/head", "seven"],
    [`#${first}`, "one"],
    [`#${first.slice(0, 10)}`, "one"],
    ["#:sub", "below"],
    ["#main:/sub/", "below"],
  ];
  for (const [fragment, word] of expected) {
    const { files } = await built(`file://${made.bare}${fragment}`);
    assert.equal(files.word, word, fragment);
    assert.ok(!(".git" in files));
  }
  for (const [fragment, word] of expected) {
    const { files } = await built(`${server.address}/bare.git${fragment}`);
    assert.equal(files.word, word, `over http: ${fragment}`);
  }
});

for (const builder of builders) {
  Deno.test(`dk build takes -f within a repository with the ${builder} builder`, async () => {
    const { made } = await sample();
    await using _ = made;
    await made.push("main", {
      "other/Dockerfile": `FROM ${testImage}\nCOPY word /word\n`,
      "failing/Dockerfile": `FROM ${testImage}\n\nRUN false\n`,
    });
    const tag = testName("remote");
    await using images = new AsyncDisposableStack();
    const address = `file://${made.bare}#main`;
    const args = ["build", "--builder", builder, "-t", tag, "-f"];
    const result = await dk([...args, "other/Dockerfile", address]);
    assert.equal(result.exitCode, 0, result.stderr);
    images.use(disposeImageName(result.stdout.trim()));
    const run = await dk(["run", "--rm", tag, "cat", "/word"]);
    assert.equal(run.stdout, "two");
    const failed = await dk([...args, "failing/Dockerfile", address]);
    assert.match(failed.stderr, /RUN false.*\(line 3 of Dockerfile\)/);
    const text = await dk([...args, "-", address], { stdin: "FROM scratch\nCOPY word /w\n" });
    assert.equal(text.exitCode, 0, text.stderr);
    images.use(disposeImageName(text.stdout.trim()));
  });
}

Deno.test("dk build keeps git's files when BuildKit's argument says so, without a login", async () => {
  const { made } = await sample();
  await using _ = made;
  const authorization = `Basic ${btoa("me:sesame")}`;
  await using server = serveFiles(made.directory, { authorization });
  const address = `${server.address.replace("//", "//me:sesame@")}/bare.git`;
  await using out = await scratch();
  const keep = ["--build-arg", "BUILDKIT_CONTEXT_KEEP_GIT_DIR=1"];
  const result = await dk(["build", "-o", out.path, ...keep, address]);
  assert.equal(result.exitCode, 0, result.stderr);
  assert.doesNotMatch(result.stderr, /sesame/);
  const config = await Deno.readTextFile(`${out.path}/.git/config`);
  assert.match(config, /url = http:\/\/127/);
  assert.doesNotMatch(config, /sesame/);
});

Deno.test("dk build shows no password where a repository refuses it", async () => {
  await using made = await Repository.create();
  await using server = serveFiles(made.directory, { authorization: "Basic other" });
  const address = `${server.address.replace("//", "//me:sesame@")}/bare.git`;
  const { exitCode, stderr } = await dk(["build", address]);
  assert.equal(exitCode, 1);
  assert.match(stderr, /Cannot fetch the git repository http:\/\/127/);
  assert.doesNotMatch(stderr, /sesame/);
});

Deno.test("dk build fetches submodules, and none from the files of this machine", async () => {
  await using module = await Repository.create();
  await module.push("main", { word: "module" });
  await using made = await Repository.create();
  await Deno.symlink(module.bare, `${made.directory}/module.git`);
  await made.push("main", { Dockerfile: "FROM scratch\nCOPY part /\n" });
  const cloned = ["-q", `${made.directory}/module.git`, "part"];
  await made.git("submodule", "add", ...cloned);
  await made.git("config", "-f", ".gitmodules", "submodule.part.url", "../module.git");
  await made.push("main", {});
  await using server = serveFiles(made.directory);
  const { files } = await built(`${server.address}/bare.git`);
  assert.deepEqual(files, { word: "module" });
  const local = await dk(["build", `file://${made.bare}`]);
  assert.equal(local.exitCode, 1);
  assert.match(local.stderr, /Cannot fetch the submodules of file:/);
});

Deno.test("dk build sends nothing of an unchanged repository again, and notices any change", async () => {
  await using made = await Repository.create();
  await made.push("main", { Dockerfile, word: "one" });
  const address = `file://${made.bare}`;
  await built(address);
  const again = await built(address);
  assert.doesNotMatch(again.stderr, /Sent to the engine/);
  // The same size and the same second: what BuildKit compares cannot tell these apart.
  await made.push("main", { word: "two" });
  assert.equal((await built(address)).files.word, "two");
});

Deno.test("dk build explains what is wrong with a repository and leaves nothing", async () => {
  const { made } = await sample();
  await using _ = made;
  await Deno.symlink("/etc", `${made.directory}/work/etc`);
  await made.push("main", { "empty/file": "", "linked/file": "" });
  await Deno.symlink("/etc/passwd", `${made.directory}/work/linked/Dockerfile`);
  await made.push("main", {});
  const repository = `file://${made.bare}`;
  const cases: [args: string[], message: RegExp][] = [
    [[`${repository}#nope`], /There is no nope in the git repository file:/],
    [[`${repository}#${"0".repeat(40)}`], /There is no 0{40} in/],
    [[`${repository}#:nope`], /There is no nope in file:/],
    [[`${repository}#:word`], /word is not a directory of file:/],
    [[`${repository}#:etc`], /etc leads out of file:/],
    [[`${repository}#:../x`], /leaves the repository/],
    [[`${repository}#:empty`], /There is no Dockerfile in the build context of file:/],
    [["-f", "nope", repository], /There is no nope in file:/],
    [["-f", "etc/passwd", repository], /etc\/passwd leads out of/],
    [["-f", "../../x", `${repository}#:sub`], /There is no \.\.\/x in|leads out of/],
    [[`${repository}#:linked`], /linked\/Dockerfile leads out of file:/],
    [[`file://${made.directory}/none.git`], /Cannot fetch the git repository file:/],
  ];
  for (const [args, message] of cases) {
    await using temporary = await scratch();
    const env = { TMPDIR: temporary.path };
    const { exitCode, stdout, stderr } = await dk(["build", ...args], { env });
    assert.notEqual(exitCode, 0, args.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /fault in dk/);
    assert.deepEqual(temporary.left(), []);
  }
});

Deno.test("dk build fetches over ssh, and asks nothing where nobody can answer", async () => {
  const { made } = await sample();
  await using _ = made;
  await using sshd = await Sshd.start();
  const env = { PATH: `${sshd.directory}/bin:${Deno.env.get("PATH")}` };
  const address = `ssh://${sshd.user}@127.0.0.1:${sshd.port}${made.bare}#v1`;
  assert.equal((await built(address, [], env)).files.word, "one");
  await sshd.trust();
  const stranger = await dk(["build", address], { env });
  assert.equal(stranger.exitCode, 1);
  assert.match(stranger.stderr, /Cannot fetch the git repository ssh:.*\nWhy: .*Host key/);
});

Deno.test("dk build says that git is missing", async () => {
  await using path = await scratch();
  for (const { name } of Deno.readDirSync("/usr/bin")) {
    if (!name.startsWith("git")) await Deno.symlink(`/usr/bin/${name}`, `${path.path}/${name}`);
  }
  const env = { PATH: path.path };
  const { exitCode, stderr } = await dk(["build", "git@localhost:x.git"], { env });
  assert.equal(exitCode, 1);
  assert.match(stderr, /without git/);
});

Deno.test("dk build that is interrupted while it fetches leaves nothing", async () => {
  const asked = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async () => {
    asked.resolve();
    await release.promise;
    return new Response("");
  });
  await using temporary = await scratch();
  const child = new Deno.Command(dkExecutable(), {
    args: ["build", `http://127.0.0.1:${server.addr.port}/x.git`],
    env: { TMPDIR: temporary.path },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await asked.promise;
  assert.equal(temporary.left().length, 1);
  child.kill("SIGINT");
  assert.equal((await child.status).code, 130);
  assert.deepEqual(temporary.left(), []);
  release.resolve();
});
