import assert from "node:assert/strict";
import { type OpenedEngine, openEngine } from "./engine.ts";
import { resolveHost } from "./host.ts";
import { Sshd } from "./sshd_fixture.ts";
import { until } from "../lib/until_fixture.ts";
import { EngineUnreachable } from "./unreachable.ts";

/** The environment of a user whose `ssh` is the test's, with temporary files of its own. */
function environment(sshd: Sshd): Record<string, string> {
  const PATH = `${sshd.directory}/bin:${Deno.env.get("PATH")}`;
  Deno.mkdirSync(temporary(sshd), { recursive: true });
  return { ...Deno.env.toObject(), PATH, TMPDIR: temporary(sshd) };
}

function temporary(sshd: Sshd): string {
  return `${sshd.directory}/tmp`;
}

/** Socket of the engine under test. */
async function engineSocket(): Promise<string> {
  const { endpoint } = await resolveHost({ env: Deno.env.toObject() });
  assert.ok(endpoint.kind === "unix", "the engine under test must listen on a local socket");
  return endpoint.path;
}

function open(sshd: Sshd, host: string): Promise<OpenedEngine> {
  return openEngine({ host, env: environment(sshd), interactive: false });
}

/** What dk has made in its temporary directory: private directories, each for a connection. */
async function sshDirectories(sshd: Sshd): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(temporary(sshd)));
  return entries.map((entry) => entry.name);
}

async function logins(sshd: Sshd): Promise<number> {
  const log = await Deno.readTextFile(`${sshd.directory}/log`);
  return log.split("Accepted publickey").length - 1;
}

Deno.test("openEngine() sends everything through one ssh, and leaves nothing behind", async () => {
  await using sshd = await Sshd.start();
  {
    await using engine = await open(sshd, sshd.address(await engineSocket()));
    const request = () => engine.request({ method: "GET", path: "/version" });
    const answers = await Promise.all([request(), request(), request()]);
    for (const answer of answers) assert.match((await answer.json<Version>()).ApiVersion, /^1\./);
    assert.equal((await sshDirectories(sshd)).length, 1);
  }
  assert.equal(await logins(sshd), 1);
  assert.deepEqual(await sshDirectories(sshd), []);
});

interface Version {
  ApiVersion: string;
}

/** What `docker system dial-stdio` does, for machines without docker's CLI. */
const dialStdio = `
const path = Deno.args[0].slice("--host=unix://".length);
const engine = await Deno.connect({ transport: "unix", path });
Deno.stdin.readable.pipeTo(engine.writable, { preventClose: true }).then(() => engine.closeWrite());
await engine.readable.pipeTo(Deno.stdout.writable);
`;

Deno.test("openEngine() falls back to dial-stdio where sshd forbids forwarding", async () => {
  const tools = await Deno.makeTempDir({ prefix: "dkt-host-cli-" });
  try {
    await Deno.writeTextFile(`${tools}/dial.ts`, dialStdio);
    const docker = `#!/bin/sh\nexec '${Deno.execPath()}' run -A '${tools}/dial.ts' "$@"\n`;
    await Deno.writeTextFile(`${tools}/docker`, docker, { mode: 0o755 });
    const path = `SetEnv PATH=${tools}:/usr/bin:/bin`;
    await using sshd = await Sshd.start("AllowStreamLocalForwarding no", path);
    await using engine = await open(sshd, sshd.address(await engineSocket()));
    const answer = await engine.request({ method: "GET", path: "/version" });
    assert.match((await answer.json<Version>()).ApiVersion, /^1\./);
    assert.equal(await logins(sshd), 1);
  } finally {
    await Deno.remove(tools, { recursive: true });
  }
});

Deno.test("openEngine() says what ssh met and what to do about it", async () => {
  await using sshd = await Sshd.start();
  const socket = await engineSocket();
  const known = () => sshd.trust(`${sshd.directory}/host.pub`);
  const cases: [name: string, prepare: () => Promise<void>, host: string, next: RegExp][] = [
    ["no socket", known, sshd.address("/no/such.sock"), /Start the engine on 127\.0\.0\.1/],
    ["unknown user", known, sshd.address(socket, "dkt-nobody"), /key or an agent/],
    ["unknown key", () => sshd.trust(), sshd.address(socket), /not known yet/],
    [
      "changed key",
      () => sshd.trust(`${sshd.directory}/stranger.pub`),
      sshd.address(socket),
      /has changed.*ssh-keygen -R/,
    ],
    ["refused", known, "ssh://127.0.0.1:1", /Nothing listens at 127\.0\.0\.1:1/],
    ["unknown host", known, "ssh://no-such-host.invalid", /no known host/],
  ];
  for (const [name, prepare, host, next] of cases) {
    await prepare();
    await using engine = await open(sshd, host);
    await assert.rejects(engine.identity(), (error) => {
      assert.ok(error instanceof EngineUnreachable, `${name}: ${error}`);
      assert.equal(error.reason, "ssh", name);
      assert.ok(error.why, name);
      assert.match(error.next ?? "", next, name);
      return true;
    });
  }
});

Deno.test("an ssh ends and its directory goes when dk is killed", async () => {
  await using sshd = await Sshd.start();
  const program = `
    import { openEngine } from ${JSON.stringify(import.meta.resolve("./engine.ts"))};
    const env = Deno.env.toObject();
    const engine = await openEngine({ host: Deno.args[0], env, interactive: false });
    await engine.identity();
    console.log("connected");
    setInterval(() => {}, 1000);`;
  const path = `${sshd.directory}/hold.ts`;
  await Deno.writeTextFile(path, program);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", path, sshd.address(await engineSocket())],
    env: environment(sshd),
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  assert.equal((await sshDirectories(sshd)).length, 1);
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  await until(async () => (await sshDirectories(sshd)).length === 0);
});

Deno.test("openEngine() says that the connection was lost when ssh dies under it", async () => {
  await using sshd = await Sshd.start();
  await using engine = await open(sshd, sshd.address(await engineSocket()));
  await engine.identity();
  const [master] = await sshd.clients();
  Deno.kill(master!, "SIGKILL");
  const request = async () => {
    await until(async () => {
      try {
        await (await engine.request({ method: "GET", path: "/version" })).text();
      } catch (error) {
        // The answer that was under way is cut short; the loss is told to the next request.
        if (!/middle of an answer/.test(String(error))) throw error;
      }
      return false;
    });
  };
  await assert.rejects(request(), (error) => {
    assert.ok(error instanceof EngineUnreachable, String(error));
    assert.match(error.next ?? "", /run the command again/);
    return true;
  });
});
