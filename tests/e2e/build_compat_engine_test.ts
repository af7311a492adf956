/** Builds on every engine: what a step may use, what stays of it, and where the result goes. */
import assert from "node:assert/strict";
import { exists } from "../../src/lib/exists.ts";
import { until } from "../../src/lib/until_fixture.ts";
import { dkExecutable } from "./dk_executable.ts";
import { outputOf, type ProgramOptions, type ProgramResult, runProgram } from "./program.ts";
import { registryLogin, startRegistry } from "../../src/engine/images/registry_fixture.ts";
import { textsIn } from "./saved_image.ts";
import { smallBase } from "./small_base.ts";

const image = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";
/** Podman has no sessions: there are no secrets, agents and outputs, and dk says so. */
const hasBuildkit = Deno.env.get("DK_TEST_ENGINE") !== "podman";
const builders = ["auto", "classic"] as const;
/** A login as it stands in configuration files and headers. */
const credentials = btoa(`${registryLogin.username}:${registryLogin.password}`);

/** A context of `files`, a name for the image, and a docker configuration of its own. */
async function project(files: Record<string, string>) {
  const directory = await Deno.makeTempDir({ prefix: "dkt-build-" });
  const tag = `dkt-compat-${crypto.randomUUID().slice(0, 8)}:1`;
  for (const [path, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${directory}/${path}`, text);
  }
  const config = `${directory}.docker`;
  await Deno.mkdir(config);
  const dk = (args: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> => {
    const env = { DOCKER_CONFIG: config, DOCKER_AUTH_CONFIG: "", ...options.env };
    return runProgram(dkExecutable(), args, { ...options, env });
  };
  return {
    directory,
    tag,
    dk,
    build: (args: readonly string[], options?: ProgramOptions) =>
      dk(["build", "-t", tag, ...args, directory], options),
    async [Symbol.asyncDispose]() {
      await dk(["rmi", "--force", tag]); // Some builds must fail: there is none then.
      await Deno.remove(directory, { recursive: true });
      await Deno.remove(config, { recursive: true });
    },
  };
}

for (const builder of builders) {
  Deno.test(`dk build makes an image that runs: ${builder}`, async () => {
    await using made = await project({
      Dockerfile: `FROM ${image}\nCOPY . /made\nRUN cp /made/word /copy\n`,
      ".dockerignore": "hidden\n",
      hidden: "hidden",
      word: crypto.randomUUID(),
    });
    const built = await made.build(["--builder", builder]);
    assert.deepEqual([built.code, built.stderr.includes("fault")], [0, false], built.stderr);
    assert.match(built.stdout, /^sha256:[0-9a-f]{64}\n$/);
    const listed = await made.dk(["run", "--rm", made.tag, "sh", "-c", "cat /copy; ls /made"]);
    const word = await Deno.readTextFile(`${made.directory}/word`);
    assert.equal(listed.stdout, `${word}Dockerfile\nword\n`, listed.stderr);
  });

  Deno.test(`dk build takes a Dockerfile on stdin: ${builder}`, async () => {
    await using made = await project({});
    const word = crypto.randomUUID();
    const built = await made.dk(["build", "--builder", builder, "-t", made.tag, "-"], {
      stdin: `FROM ${image}\nRUN echo ${word} > /word\n`,
    });
    assert.equal(built.code, 0, built.stderr);
    assert.equal((await made.dk(["run", "--rm", made.tag, "cat", "/word"])).stdout, `${word}\n`);
  });

  Deno.test(`dk build takes its base from a registry with a password: ${builder}`, async () => {
    if (!hasBuildkit) return await refusesPlainHttp(builder);
    await using registry = await startRegistry({ password: true });
    const base = `${registry.address}/private/base:1`;
    const word = crypto.randomUUID(); // A layer that this engine cannot have kept under that name.
    await using made = await project({
      Dockerfile: `${smallBase(image)}RUN echo ${word} > /word\n`,
    });
    await using user = await project({ Dockerfile: `FROM ${base}\nRUN cat /word > /read\n` });
    assert.equal((await made.build([])).code, 0);
    await publish(made.tag, base, registry.address, made.dk);
    const refused = await user.build(["--builder", builder]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, new RegExp(base.replaceAll(".", "\\.")));
    await login(registry.address, user.dk);
    const built = await user.build(["--builder", builder]);
    assert.equal(built.code, 0, built.stderr);
    assert.equal((await user.dk(["run", "--rm", user.tag, "cat", "/read"])).stdout, `${word}\n`);
    assert.deepEqual(await textsIn(user.tag, [credentials, word]), [word]);
    await user.dk(["rmi", base]); // Not kept under this name by BuildKit.
  });
}

type Dk = (args: readonly string[], options?: ProgramOptions) => Promise<ProgramResult>;

async function login(registry: string, dk: Dk): Promise<void> {
  const { username, password } = registryLogin;
  const args = ["login", "-u", username, "--password-stdin", registry];
  const { code, stderr } = await dk(args, { stdin: password });
  assert.equal(code, 0, stderr);
}

/** Puts a local image into a registry under `name`, and takes that name from the engine again. */
async function publish(local: string, name: string, registry: string, dk: Dk): Promise<void> {
  await login(registry, dk);
  for (const args of [["tag", local, name], ["push", name], ["rmi", name]]) {
    const { code, stderr } = await dk(args);
    assert.equal(code, 0, stderr);
  }
}

/** Podman wants TLS of a registry that its own configuration does not except. */
async function refusesPlainHttp(builder: string): Promise<void> {
  await using registry = await startRegistry({ password: true });
  await using made = await project({ Dockerfile: `FROM ${registry.address}/private/base:1\n` });
  const { code, stderr } = await made.build(["--builder", builder]);
  assert.equal(code, 1);
  assert.ok(stderr.includes(registry.address), stderr);
}

Deno.test("dk build gives a step a secret of which the image keeps nothing", async () => {
  const secret = `sesame-${crypto.randomUUID()}`;
  await using made = await project({
    Dockerfile:
      `FROM ${image}\nRUN --mount=type=secret,id=token sha256sum /run/secrets/token > /sum\n`,
    ".dockerignore": "token\n",
    token: secret,
  });
  const built = await made.build([
    "--no-cache",
    "--secret",
    `id=token,src=${made.directory}/token`,
  ]);
  if (!hasBuildkit) return assertRefused(built, "--secret");
  assert.equal(built.code, 0, built.stderr);
  const bytes = new TextEncoder().encode(secret);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  const sum = await made.dk(["run", "--rm", made.tag, "cat", "/sum"]);
  assert.equal(sum.stdout.split(" ")[0], digest);
  assert.deepEqual(await textsIn(made.tag, [secret, digest]), [digest]);
  const history = await made.dk(["history", "--no-trunc", made.tag]);
  assert.ok(!`${history.stdout}${built.stderr}`.includes(secret));
});

/** Asks the agent for its keys, as `ssh-add -l` does, and prints the answer in hexadecimal. */
const listKeys =
  "use IO::Socket::UNIX; my $s = IO::Socket::UNIX->new($ENV{SSH_AUTH_SOCK}) or die; $s->autoflush; " +
  "print $s pack(q(NC), 1, 11); sysread $s, my $got, 9999; print q(keys ), unpack(q(H*), $got), qq(\\n)";

Deno.test("dk build lends a step the keys of an ssh agent", async () => {
  const command = JSON.stringify(["perl", "-e", listKeys]);
  await using made = await project({
    Dockerfile: `FROM ${image}\nRUN --mount=type=ssh ${command}\n`,
  });
  const socket = `${made.directory}/agent`;
  const comment = crypto.randomUUID();
  const agent = new Deno.Command("ssh-agent", { args: ["-D", "-a", socket], stdout: "null" })
    .spawn();
  try {
    await until(() => exists(socket));
    const key = `${made.directory}/key`;
    await outputOf("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", key]);
    await outputOf("ssh-add", ["-q", key], { env: { SSH_AUTH_SOCK: socket } });
    await Deno.writeTextFile(`${made.directory}/.dockerignore`, "key*\nagent\n");
    const built = await made.build(["--no-cache", "--ssh", "default"], {
      env: { SSH_AUTH_SOCK: socket },
    });
    if (!hasBuildkit) return assertRefused(built, "--ssh");
    assert.equal(built.code, 0, built.stderr);
    const keys = /keys ([0-9a-f]+)/.exec(built.stderr)?.[1] ?? "";
    assert.ok(keys.includes(new TextEncoder().encode(comment).toHex()), built.stderr);
  } finally {
    agent.kill();
    await agent.status;
  }
});

Deno.test("dk build keeps from the engine an ignore file over which some engines end", async () => {
  const files = { Dockerfile: "FROM scratch\nCOPY a b /to/\n", a: "", b: "" };
  await using made = await project({ ...files, ".dockerignore": "# One\n\\1\n" });
  const { code, stdout, stderr } = await made.build([]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^dk: Pattern \\1 in (line 2 of )?\.dockerignore is malformed$/m);
  await Deno.remove(`${made.directory}/.dockerignore`);
  const again = await made.build([]);
  assert.equal(again.code, 0, again.stderr);
});

Deno.test("dk build --output writes the result into a directory", async () => {
  const Dockerfile =
    `FROM ${image} AS work\nRUN echo made > /file\nFROM scratch\nCOPY --from=work /file /\n`;
  await using made = await project({ Dockerfile });
  const out = `${made.directory}/out`;
  const built = await made.dk(["build", "--output", `type=local,dest=${out}`, made.directory]);
  if (!hasBuildkit) return assertRefused(built, "--output");
  assert.deepEqual([built.code, built.stdout], [0, ""], built.stderr);
  assert.deepEqual([...Deno.readDirSync(out)].map(({ name }) => name), ["file"]);
  assert.equal(await Deno.readTextFile(`${out}/file`), "made\n");
  const none = await made.dk(["build", "--output", "type=cacheonly", made.directory]);
  assert.deepEqual([none.code, none.stdout], [0, ""], none.stderr);
});

function assertRefused({ code, stdout, stderr }: ProgramResult, flag: string): void {
  assert.deepEqual([code, stdout], [1, ""]);
  assert.ok(stderr.includes(flag), stderr);
}
