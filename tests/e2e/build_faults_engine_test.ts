/** Whatever goes wrong with a build, dk says so in time and leaves nothing behind. */
import assert from "node:assert/strict";
import { until } from "../../src/lib/until_fixture.ts";
import { startBrittleEngine } from "./brittle_engine.ts";
import { buildGround, processesWith } from "./build_ground.ts";
import { EngineProxy } from "./engine_proxy.ts";
import { testName } from "./program.ts";

const image = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";
const engine = Deno.env.get("DOCKER_HOST") || "unix:///var/run/docker.sock";
const builders = ["buildkit", "classic"] as const;
const isRequest = /^(\/v[0-9.]+)?\/(build\?|session$)/;
/** Bytes of a file that is not sent at one go. */
const large = 64 * 1024 * 1024;
const NOBODY = 65534;

const refusals: [what: string, dockerfile: string, expected: RegExp][] = [
  [
    "a syntax error",
    "FROM scratch\nCOPYY a /\n",
    /^dk: .* at line 2 of Dockerfile: COPYY a \/\nWhy: unknown instruction: COPYY.*\nNext: ./m,
  ],
  [
    "a base that does not exist",
    "ARG TAG=1\nFROM 127.0.0.1:1/no/base:$TAG\n",
    /^dk: .*127\.0\.0\.1:1\/no\/base:.*\(line 2 of Dockerfile.*\)\nWhy: .*refused\nNext: .*dk login/m,
  ],
  [
    "a file to copy that is not there",
    "FROM scratch\nCOPY nothing /\n",
    /^dk: .*COPY nothing \/ \(line 2 of Dockerfile\)\nWhy: .*nothing.*\nNext: .*--explain/m,
  ],
  [
    "an empty Dockerfile",
    "# Nothing yet\n",
    /^dk: .*Dockerfile has no instructions\nWhy: .+\nNext: ./m,
  ],
];

for (const builder of builders) {
  for (const [what, Dockerfile, expected] of refusals) {
    Deno.test(`dk build names ${what} with ${builder}`, async () => {
      await using ground = await buildGround({ Dockerfile });
      const { code, stdout, stderr } = await ground.start(engine, ["--builder", builder]).result();
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, expected);
      assert.doesNotMatch(stderr, /fault in dk/);
    });
  }

  Deno.test(`dk build names a stage that is not there with ${builder}`, async () => {
    await using ground = await buildGround({ Dockerfile: "FROM scratch AS one\nCOPY . /\n" });
    const args = ["--builder", builder, "--target", "two"];
    const { code, stderr } = await ground.start(engine, args).result();
    assert.equal(code, 1);
    assert.match(stderr, /^dk: .*no stage two in Dockerfile\nWhy: .*two.*\nNext: .*one$/m);
  });

  Deno.test(`dk build names a file that nobody may read with ${builder}`, async () => {
    await using ground = await buildGround({ Dockerfile: "FROM scratch\nCOPY . /\n", locked: "x" });
    await Deno.chmod(`${ground.context}/locked`, 0);
    using open = new EngineProxy(`${ground.folder}/engine.sock`, engine, () => {});
    const uid = Deno.uid() === 0 ? NOBODY : undefined;
    const build = ground.start(open.address, ["--builder", builder], uid);
    const { code, stderr } = await build.result();
    assert.equal(code, 1);
    assert.match(stderr, /dk: .*read.*locked[^]*ermission denied/);
  });

  Deno.test(`dk build names a file that shrinks under the hands of ${builder}`, async () => {
    await using ground = await buildGround({ Dockerfile: "FROM scratch\nCOPY . /\n", log: "" });
    await Deno.truncate(`${ground.context}/log`, large);
    const shrink = ({ sent }: { sent: number }) => {
      if (sent > large / 8) Deno.truncateSync(`${ground.context}/log`, 1000);
    };
    using proxy = new EngineProxy(`${ground.folder}/engine.sock`, engine, shrink);
    const { code, stderr } = await ground.start(proxy.address, ["--builder", builder]).result();
    assert.equal(code, 1);
    assert.match(stderr, /dk: .*log became (smaller|shorter) while it was/);
  });

  Deno.test(`dk build says that the connection broke in mid-stream with ${builder}`, async () => {
    await using ground = await buildGround({ Dockerfile: "FROM scratch\nCOPY . /\n", data: "" });
    await Deno.truncate(`${ground.context}/data`, large);
    using proxy = new EngineProxy(`${ground.folder}/engine.sock`, engine, ({ path, sent, cut }) => {
      if (isRequest.test(path) && sent > large / 8) cut();
    });
    const { code, stderr } = await ground.start(proxy.address, ["--builder", builder]).result();
    assert.equal(code, 1);
    assert.match(stderr, /dk: .*(connection|session|engine)/i);
    assert.doesNotMatch(stderr, /fault in dk/);
  });

  Deno.test(`dk build fails when the engine's words end without a verdict: ${builder}`, async () => {
    const marker = testName("verdict");
    const Dockerfile = `FROM ${image}\nRUN sleep 300; : ${marker}\n`;
    await using ground = await buildGround({ Dockerfile });
    const cuts: (() => void)[] = [];
    using proxy = new EngineProxy(`${ground.folder}/engine.sock`, engine, ({ path, cut }) => {
      if (path.includes("/build?")) cuts.push(cut);
    });
    const build = ground.start(proxy.address, ["--builder", builder]);
    await until(() => processesWith(marker).length > 0);
    for (const cut of cuts) cut();
    const { code, stdout, stderr } = await build.result();
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /dk: .*(connection|session|without an image|engine)/i);
    assert.doesNotMatch(stderr, /fault in dk/);
    await until(() => processesWith(marker).length === 0);
  });

  Deno.test(`dk build ends the step on the engine within 2 s of SIGINT with ${builder}`, async () => {
    // Where much else goes on, all takes long: the best try tells what dk makes of it.
    let seconds = Infinity;
    for (let tries = 0; tries < 5 && seconds > 2; tries++) {
      seconds = Math.min(seconds, await secondsToInterrupt(builder));
    }
    assert.ok(seconds <= 2, `${seconds} s`);
  });

  Deno.test(`dk build that is interrupted does not wait for a silent engine: ${builder}`, async () => {
    await using ground = await buildGround({ Dockerfile: "FROM scratch\nCOPY . /\n", data: "" });
    await Deno.truncate(`${ground.context}/data`, large);
    const held = Promise.withResolvers<void>();
    let reached = false;
    using proxy = new EngineProxy(`${ground.folder}/engine.sock`, engine, ({ path, sent }) => {
      if (!isRequest.test(path) || sent < large / 8) return;
      reached = true;
      return held.promise;
    });
    const build = ground.start(proxy.address, ["--builder", builder]);
    await until(() => reached);
    build.kill("SIGINT");
    const { code } = await build.result();
    held.resolve();
    assert.equal(code, 130);
  });
}

Deno.test("dk build drops no heredoc in silence with the classic builder", async () => {
  const Dockerfile = `FROM ${image}\n\nRUN <<END\necho a > /a\nEND\n`;
  await using ground = await buildGround({ Dockerfile });
  const { code, stdout, stderr } = await ground.start(engine, ["--builder", "classic"]).result();
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^dk: .*heredoc of line 3 of Dockerfile: RUN <<END\nWhy: .+\nNext: ./m);
});

for (const builder of builders) {
  Deno.test(`dk build says that the engine went away in mid-build with ${builder}`, async () => {
    await using brittle = await startBrittleEngine(200_000_000);
    await using ground = await buildGround({ Dockerfile: "" });
    const marker = testName("killed");
    await sleepContext(ground.context, marker);
    const args = ["--builder", builder, "--network", "none"];
    const build = ground.start(brittle.address, args);
    await until(() => processesWith(marker).length > 0);
    await brittle.kill();
    const { code, stdout, stderr } = await build.result();
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /dk: .*(connection|session|engine)/i);
    assert.doesNotMatch(stderr, /fault in dk/);
  });

  Deno.test(`dk build says that the engine's disk is full with ${builder}`, async () => {
    await using brittle = await startBrittleEngine(100_000_000);
    await using ground = await buildGround({ Dockerfile: "FROM scratch\nCOPY . /\n", data: "" });
    await Deno.truncate(`${ground.context}/data`, 200_000_000);
    const build = ground.start(brittle.address, ["--builder", builder]);
    const { code, stdout, stderr } = await build.result();
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /no space left on device/);
    assert.doesNotMatch(stderr, /fault in dk/);
  });
}

/** How long it takes from SIGINT until both dk and the step, which ignores signals, have ended. */
async function secondsToInterrupt(builder: string): Promise<number> {
  const marker = testName("cancel");
  const Dockerfile =
    `FROM ${image}\nRUN trap '' TERM INT; while :; do sleep 1; done; : ${marker}\n`;
  await using ground = await buildGround({ Dockerfile });
  const build = ground.start(engine, ["--builder", builder]);
  await until(() => processesWith(marker).length > 0);
  const began = performance.now();
  build.kill("SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 50));
  try {
    build.kill("SIGINT"); // As somebody does who does not wait.
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // The first one was enough.
  }
  const [{ code, stdout }] = await Promise.all([
    build.result(),
    until(() => processesWith(marker).length === 0),
  ]);
  assert.deepEqual([code, stdout], [130, ""]);
  return (performance.now() - began) / 1000;
}

/** A context that needs no base image: `sleep` and the libraries that it is linked with. */
async function sleepContext(context: string, marker: string): Promise<void> {
  const { stdout } = await new Deno.Command("ldd", { args: ["/bin/sleep"] }).output();
  const libraries = new TextDecoder().decode(stdout).match(/\/\S+/g) ?? [];
  for (const path of ["/bin/sleep", ...libraries]) {
    await Deno.mkdir(`${context}${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.copyFile(path, `${context}${path}`);
  }
  await Deno.symlink("sleep", `${context}/bin/${marker}`);
  const Dockerfile = `FROM scratch\nCOPY . /\nRUN ["/bin/${marker}", "300"]\n`;
  await Deno.writeTextFile(`${context}/Dockerfile`, Dockerfile);
}
