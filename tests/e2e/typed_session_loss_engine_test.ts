/** What is lost in the middle of a typed session, and how `--resume` goes on. */
import assert from "node:assert/strict";
import { killContainer, removeContainer } from "../../src/engine/containers/lifecycle.ts";
import { until } from "../../src/lib/until_fixture.ts";
import { startBrittleEngine } from "./brittle_engine.ts";
import { ContainerizeBench } from "./containerize_bench.ts";
import { TypedSession, unasked } from "./typed_session.ts";

const done = ["mkdir /srv/made", "cd /srv/made; export GREETING='hello there'", "echo 1 > one"];

/** A session with {@link done} behind it. */
async function begin(bench: ContainerizeBench, host?: string): Promise<TypedSession> {
  const env: Record<string, string> = host ? { DOCKER_HOST: host } : {};
  const session = await TypedSession.open(bench, { env });
  await session.begun();
  for (const command of done) await session.run(command);
  return session;
}

/** Goes on in a new terminal: all is as it was, more can be done, and an image comes of it. */
async function goOn(
  session: TypedSession,
  told?: RegExp,
  env?: Record<string, string>,
): Promise<void> {
  await using resumed = await TypedSession.resume(session, env);
  if (told) assert.match(await resumed.terminal.screen(), told);
  assert.deepEqual(await resumed.commands(), done);
  const status = await resumed.word("status", /^ {2}3 \* echo 1 > one$[^]*[#$] $/m);
  assert.match(status, /^ {2}1 \* mkdir \/srv\/made$/m);
  await resumed.run("pwd; echo $GREETING; ls");
  await resumed.terminal.waitFor(/^\/srv\/made\nhello there\none$/m);
  await resumed.run("echo 2 > two");
  await resumed.word("test cat /srv/made/one two", /^1\n2$/m);
  const screen = await resumed.done();
  assert.match(screen, /^left with 0$/m);
  assert.match(screen, /^ {2}Equal: /m);
  const dockerfile = await Deno.readTextFile(`${resumed.bench.project}/Dockerfile`);
  assert.match(dockerfile, /echo 1 > one[^]*echo 2 > two/);
  await resumed.assertNothingLeft();
}

/** Waits until dk has ended and says how. */
async function untilLost(session: TypedSession, says: RegExp): Promise<void> {
  const screen = await session.terminal.waitFor(/^left with \d+$/m);
  assert.match(screen, says);
}

Deno.test("a typed session goes on after its terminal was closed", async () => {
  await using bench = await ContainerizeBench.open();
  await using session = await begin(bench);
  const pid = await session.pid();
  await session.terminal.close();
  await until(() => !isAlive(pid));
  await goOn(session);
});

Deno.test("a typed session goes on after dk was killed, and tells of the command in between", async () => {
  await using bench = await ContainerizeBench.open();
  await using session = await begin(bench);
  await session.terminal.line("echo 1 > /srv/half; echo begun; sleep 100; echo 2 > /srv/half");
  await session.terminal.waitFor(/^begun$/m);
  Deno.kill(await session.pid(), "SIGKILL");
  await untilLost(session, /^left with 137$/m);
  await goOn(session, /A command was running when dk ended: its 1 changes? (is|are) undone/);
});

Deno.test("a typed session goes on after its container was killed", async () => {
  await using bench = await ContainerizeBench.open();
  await using session = await begin(bench);
  const [container] = await bench.containers();
  await killContainer(bench.engine, container);
  await untilLost(session, /has ended\nWhy: .*\nNext: Go on with dk containerize --resume/);
  await goOn(session);
});

Deno.test("a typed session goes on after its container was removed", async () => {
  await using bench = await ContainerizeBench.open();
  await using session = await begin(bench);
  const [container] = await bench.containers();
  await removeContainer(bench.engine, container, { force: true });
  await untilLost(session, /Next: Go on with dk containerize --resume/);
  await goOn(session, /Its container was gone: a new one does what was done/);
});

for (const isLive of [false, true]) {
  const kind = isLive ? "lets its containers run meanwhile" : "ends its containers";
  Deno.test(`a typed session goes on after its daemon was restarted, which ${kind}`, async () => {
    await using brittle = await startBrittleEngine(600_000_000, { "live-restore": isLive });
    await importBase(brittle.address);
    await using bench = await ContainerizeBench.open("small", [], brittle.address);
    await using session = await begin(bench, brittle.address);
    await brittle.stop();
    // A container that the daemon ends is told of first.
    const says = isLive ? /engine of the session is lost[^]*--resume/ : /has ended[^]*--resume/;
    await untilLost(session, says);
    const env = { DOCKER_HOST: brittle.address };
    {
      const { stateHome } = session;
      await using early = await TypedSession.open(bench, { flags: ["--resume"], stateHome, env });
      await untilLost(early, /Cannot connect to the engine/);
    }
    await brittle.start();
    await goOn(session, undefined, env);
  });
}

/** The minimal Debian, for an engine that no registry gives anything. */
async function importBase(address: string): Promise<void> {
  const script = new URL("../images/import", import.meta.url).pathname;
  const { success, stderr } = await new Deno.Command(script, { args: [address] }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

Deno.test("a typed session loses nothing to a full disk", async () => {
  await using bench = await ContainerizeBench.open();
  const disk = `${bench.outside}/state`;
  await Deno.mkdir(disk);
  await mount("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk);
  try {
    await using session = await TypedSession.open(bench, { stateHome: disk });
    await session.begun();
    for (const command of done) await session.run(command);
    await fill(`${disk}/filler`);
    await session.terminal.line("echo more > more");
    await untilLost(
      session,
      /cannot be written down in .*\nWhy: No space left[^]*dk containerize --resume/,
    );
    await Deno.remove(`${disk}/filler`);
    await goOn(session, /its 1 changes? (is|are) undone/);
  } finally {
    await mount("umount", "--lazy", disk);
  }
});

Deno.test("dk containerize --resume without a session says so", async () => {
  await using bench = await ContainerizeBench.open();
  await using session = await TypedSession.open(bench, { flags: ["--resume"] });
  const screen = await session.terminal.waitFor(/^left with 2$/m);
  assert.match(screen, /There is no session to go on with in .*\nNext: Begin one: dk containerize/);
});

for (const flags of [unasked, ["--resume"]]) {
  Deno.test(`a second dk lets a typed session alone: ${flags[0]}`, async () => {
    await using bench = await ContainerizeBench.open();
    await using session = await begin(bench);
    {
      const { stateHome } = session;
      await using second = await TypedSession.open(bench, { flags, stateHome });
      const screen = await second.terminal.waitFor(/^left with 1$/m);
      assert.match(screen, /Another dk is at work on this session/);
    }
    await session.run("echo still here");
    assert.equal((await session.commands()).length, done.length + 1);
    await session.terminal.line("exit");
    await session.terminal.waitFor(/Test {2}A command that shows/);
    await session.terminal.keys("Enter");
    await session.terminal.waitFor(/leaves it for later: $/);
    await session.terminal.line("q");
    await untilLost(session, /No image was made\nNext: Go on with dk containerize --resume/);
  });
}

function isAlive(pid: number): boolean {
  try {
    return Deno.statSync(`/proc/${pid}`).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function mount(...words: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(words[0], { args: words.slice(1) }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

/** Leaves no byte of the disk free. */
async function fill(path: string): Promise<void> {
  using file = await Deno.create(path);
  const bytes = new Uint8Array(4096);
  try {
    for (;;) file.writeSync(bytes);
  } catch (error) {
    assert.match(String(error), /No space left/);
  }
}
