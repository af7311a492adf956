/** Every way to name an engine, through the executable. */
import assert from "node:assert/strict";
import { contextId } from "../../src/engine/contexts.ts";
import { Sshd } from "../../src/engine/sshd_fixture.ts";
import { dkExecutable } from "./dk_executable.ts";
import { engineSocket, TcpFront } from "./engine_front.ts";

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs dk with nothing in its environment that names an engine, but for `env`. */
async function dk(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const base = { PATH: Deno.env.get("PATH") ?? "", HOME: "/nowhere", TMPDIR: "/tmp" };
  const command = new Deno.Command(dkExecutable(), {
    args,
    env: { ...base, ...env },
    clearEnv: true,
    stdin: "null",
  });
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** dk answered with a table of containers, which only an engine can give. */
function assertAnswered(name: string, { code, stdout, stderr }: Ended): void {
  assert.equal(code, 0, `${name}: ${stderr}`);
  assert.match(stdout, /^CONTAINER ID/, name);
}

/** A folder as `~/.docker` with a context `test` for `host`. */
async function dockerConfig(host: string, currentContext?: string): Promise<string> {
  const directory = await Deno.makeTempDir({ prefix: "dkt-host-" });
  const meta = `${directory}/contexts/meta/${await contextId("test")}`;
  await Deno.mkdir(meta, { recursive: true });
  const context = { Name: "test", Endpoints: { docker: { Host: host } } };
  await Deno.writeTextFile(`${meta}/meta.json`, JSON.stringify(context));
  await Deno.writeTextFile(`${directory}/config.json`, JSON.stringify({ currentContext }));
  return directory;
}

Deno.test("dk reaches the engine that flags, environment or contexts name", async () => {
  const socket = await engineSocket();
  const DOCKER_HOST = `unix://${socket}`;
  await using front = new TcpFront(socket);
  const plain = await dockerConfig(DOCKER_HOST);
  const current = await dockerConfig(DOCKER_HOST, "test");
  const wrong = { DOCKER_HOST: "unix:///nowhere.sock" };
  const cases: [name: string, args: string[], env?: Record<string, string>][] = [
    ["--host", ["--host", DOCKER_HOST, "ps"], wrong],
    ["DOCKER_HOST", ["ps"], { DOCKER_HOST }],
    ["tcp", ["ps"], { DOCKER_HOST: `tcp://${front.authority}` }],
    ["bare host:port", ["ps"], { DOCKER_HOST: front.authority }],
    ["--context", ["--config", plain, "--context", "test", "ps"], wrong],
    ["DOCKER_CONTEXT", ["ps"], { DOCKER_CONFIG: plain, DOCKER_CONTEXT: "test" }],
    ["currentContext", ["ps"], { DOCKER_CONFIG: current }],
  ];
  try {
    for (const [name, args, env] of cases) assertAnswered(name, await dk(args, env));
  } finally {
    for (const path of [plain, current]) await Deno.remove(path, { recursive: true });
  }
});

Deno.test("dk reaches an engine over ssh and leaves no ssh behind", async () => {
  await using sshd = await Sshd.start();
  const PATH = `${sshd.directory}/bin:${Deno.env.get("PATH")}`;
  const DOCKER_HOST = sshd.address(await engineSocket());
  assertAnswered("ssh", await dk(["ps"], { PATH, DOCKER_HOST }));
  const pattern = `${sshd.directory}/ssh_config`;
  const { stdout } = await new Deno.Command("pgrep", { args: ["-f", pattern] }).output();
  assert.equal(new TextDecoder().decode(stdout), "");
});

Deno.test("dk says why it cannot connect, and what to do", async () => {
  const refused: [args: string[], env: Record<string, string>, code: number, says: RegExp][] = [
    [
      ["ps"],
      { DOCKER_HOST: "unix:///no/such.sock" },
      1,
      /engine at unix:\/\/\/no\/such\.sock\nWhy/,
    ],
    [["run", "x"], { DOCKER_HOST: "unix:///no/such.sock" }, 125, /Check .* DOCKER_HOST/],
    [["ps"], { DOCKER_HOST: "http://h:1" }, 2, /Bad engine address "http:\/\/h:1" in DOCKER_HOST/],
    [["--context", "none", "ps"], {}, 2, /There is no context "none"/],
    [["--context", "a", "--host", "b", "ps"], {}, 2, /--host b and --context a/],
  ];
  for (const [args, env, code, says] of refused) {
    const ended = await dk(args, env);
    assert.equal(ended.code, code, ended.stderr);
    assert.match(ended.stderr, says);
    assert.equal(ended.stdout, "");
  }
});
