/** Pull, push, login and logout against real registries on loopback. */
import assert from "node:assert/strict";
import { dkExecutable } from "./dk_executable.ts";
import { disposeImageName, outputOf, type ProgramOptions, runProgram } from "./program.ts";
import { registryLogin, startRegistry } from "../../src/engine/images/registry_fixture.ts";

/** Makes an image of one file. */
async function makeImage(name: string): Promise<void> {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/file`, crypto.randomUUID());
  const command = `tar -C '${folder}' -c file | docker import - '${name}'`;
  await outputOf("sh", ["-c", command]);
  await Deno.remove(folder, { recursive: true });
}

/** dk with a configuration directory of its own, which is empty at first. */
async function privateDk() {
  const config = await Deno.makeTempDir();
  const env = { DOCKER_CONFIG: config, DOCKER_AUTH_CONFIG: "" };
  return {
    config,
    run: (args: string[], options: ProgramOptions = {}) =>
      runProgram(dkExecutable(), args, { env, ...options }),
    [Symbol.asyncDispose]: () => Deno.remove(config, { recursive: true }),
  };
}

Deno.test("dk push and dk pull print the reference and digest alone on stdout", async () => {
  await using registry = await startRegistry();
  await using dk = await privateDk();
  const name = `${registry.address}/dkt/cmds:1`;
  await using _image = disposeImageName(name);
  await makeImage(name);
  const pushed = await dk.run(["push", name]);
  assert.match(pushed.stdout, new RegExp(`^${name}@sha256:[0-9a-f]{64}\n$`));
  assert.match(pushed.stderr, /Pushed\n/);
  await outputOf("docker", ["rmi", name]);
  const pulled = await dk.run(["pull", name]);
  assert.equal(pulled.stdout, pushed.stdout);
  assert.match(pulled.stderr, /Pull complete\n/);
  const quiet = await dk.run(["pull", "-q", name]);
  assert.deepEqual(quiet, { code: 0, stdout: `${name}\n`, stderr: "" });
  const json = await dk.run(["push", "--progress", "json", "--format", "json", name]);
  const [row] = JSON.parse(json.stdout);
  assert.equal(`${row.reference}@${row.digest}\n`, pushed.stdout);
  const events = json.stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.ok(
    events.some(({ kind, status }) => kind === "item" && status === "Layer already exists"),
  );
});

Deno.test("dk build --push sends what it has built under every name", async () => {
  await using registry = await startRegistry();
  await using dk = await privateDk();
  const [name, other] = [1, 2].map((tag) => `${registry.address}/dkt/built:${tag}`);
  await using _image = disposeImageName(name);
  await using _other = disposeImageName(other);
  const words = ["build", "-t", name, "-o", `type=image,name=${other},push=true`, "-"];
  const built = await dk.run(words, { stdin: "FROM scratch\nLABEL a=1\n" });
  assert.match(built.stdout, /^sha256:[0-9a-f]{64}\n$/, built.stderr);
  for (const tag of [name, other]) {
    await outputOf("docker", ["rmi", tag]);
    assert.match((await dk.run(["pull", tag])).stdout, new RegExp(`^${tag}@sha256:`));
  }
});

Deno.test("dk push --all-tags sends every tag, dk pull --all-tags fetches them", async () => {
  await using registry = await startRegistry();
  await using dk = await privateDk();
  const repository = `${registry.address}/dkt/cmds`;
  await using _one = disposeImageName(`${repository}:1`);
  await using _two = disposeImageName(`${repository}:2`);
  await makeImage(`${repository}:1`);
  await makeImage(`${repository}:2`);
  const pushed = await dk.run(["push", "-aq", repository]);
  assert.deepEqual(pushed, { code: 0, stdout: `${repository}:1\n${repository}:2\n`, stderr: "" });
  await outputOf("docker", ["rmi", `${repository}:1`, `${repository}:2`]);
  assert.equal((await dk.run(["pull", "-a", repository])).code, 0);
  const tags = await outputOf(dkExecutable(), ["images", repository, "--format", "{{.Tag}}"]);
  assert.deepEqual(tags.trim().split("\n").sort(), ["1", "2"]);
});

Deno.test("dk login keeps what the registry accepts, dk logout forgets it", async () => {
  await using registry = await startRegistry({ password: true });
  await using dk = await privateDk();
  const { address } = registry;
  const name = `${address}/dkt/cmds:1`;
  await using _image = disposeImageName(name);
  await makeImage(name);
  const { username, password } = registryLogin;
  const args = ["login", "-u", username, "--password-stdin", address];

  const refused = await dk.run(["push", "-q", name]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, new RegExp(`Next: .*dk login ${address}\n`));

  const wrong = await dk.run(args, { stdin: "wrong\n" });
  assert.equal(wrong.code, 1);
  assert.ok(wrong.stderr.includes(username));
  assert.deepEqual(await Array.fromAsync(Deno.readDir(dk.config)), []);

  const right = await dk.run(args, { stdin: `${password}\n` });
  assert.equal(right.code, 0, right.stderr);
  assert.ok(!(right.stdout + right.stderr).includes(password));
  assert.equal((await Deno.stat(`${dk.config}/config.json`)).mode! & 0o777, 0o600);
  assert.equal((await dk.run(["push", "-q", name])).code, 0);

  assert.equal((await dk.run(["logout", address])).code, 0);
  assert.equal((await dk.run(["push", "-q", name])).code, 1);
});

const badInput: [args: string[], code: number, stderr: RegExp][] = [
  [["pull", "Upper"], 2, /"Upper"/],
  [["pull", "-a", "some:tag"], 2, /"some:tag"/],
  [["push", `a@sha256:${"0".repeat(64)}`], 2, /digest/],
  [["push", "dkt-cmds-absent:1"], 1, /dkt-cmds-absent:1/],
  [["pull", "127.0.0.1:9/dkt/none"], 1, /127\.0\.0\.1:9/],
  [["login", "127.0.0.1:9"], 2, /-u NAME/],
  [["login", "-u", "a", "127.0.0.1:9"], 2, /--password-stdin/],
  [["login", "-u", "a", "-p", "b", "127.0.0.1:9"], 2, /--password-stdin/],
  [["login", "-u", "a", "--password-stdin", "not a host"], 2, /"not a host"/],
];

Deno.test("dk pull, push and login name what is wrong and the way out", async () => {
  await using dk = await privateDk();
  for (const [args, code, stderr] of badInput) {
    const result = await dk.run(args);
    assert.equal(result.code, code, `${args.join(" ")}: ${result.stderr}`);
    assert.match(result.stderr, stderr);
    assert.equal(result.stdout, "");
  }
});
