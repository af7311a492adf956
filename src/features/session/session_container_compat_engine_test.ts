import assert from "node:assert/strict";
import { inspectContainer } from "../../engine/containers/inspect.ts";
import { killContainer, stopContainer } from "../../engine/containers/lifecycle.ts";
import { openTestEngine, testImage } from "../../engine/engine_fixture.ts";
import type { Transport } from "../../engine/transport.ts";
import { listFiles } from "./container_files.ts";
import { SessionContainer } from "./session_container.ts";

Deno.test("openDriver() runs steps in a container that outlives its shells", async () => {
  await using place = await openPlace();
  const { engine, container } = place;
  let printed = "";
  const output = (bytes: Uint8Array) => {
    printed += new TextDecoder().decode(bytes);
    return Promise.resolve();
  };
  const first = await container.openDriver({ output });
  assert.equal((await first.run("echo $GIVEN; echo kept > /srv/kept; x=1")).exit, 0);
  const ended = await first.run("exit 7");
  assert.deepEqual([ended.exit, ended.state], [7, undefined]);
  const second = await container.openDriver({ output });
  const { state } = await second.run("cat /srv/kept; cd /code");
  assert.equal(printed, "given\nkept\n");
  assert.equal(state!.directory, "/code");
  const files = await listFiles(engine, container.id, second, undefined);
  assert.equal(files.get("/srv/kept")!.size, 5);
  const { Config } = await inspectContainer(engine, container.id);
  assert.ok(
    !(Config.Env ?? []).some((entry) => entry.startsWith("GIVEN=")),
    "the container's own variable",
  );
  second.close();
});

Deno.test("a keeper buries orphans, ends at once when told to, and starts again", async () => {
  await using place = await openPlace();
  const { engine, container } = place;
  const driver = await container.openDriver({ output: () => Promise.resolve() });
  await driver.run("(sleep 0.2 &) ; sleep 0.5");
  const zombies = await driver.capture("grep -l '^State:.Z' /proc/[0-9]*/status | wc -l");
  assert.equal(zombies.trim(), "0");
  const patience = 60;
  const began = performance.now();
  await stopContainer(engine, container.id, { timeout: patience });
  assert.ok(performance.now() - began < patience * 1000, "killed when patience was at its end");
  await assert.rejects(driver.capture("true"));
  for (const stop of [() => Promise.resolve(), () => killContainer(engine, container.id)]) {
    await stop();
    const again = await SessionContainer.reopen(engine, container.id, container.settings);
    const shell = await again!.container.openDriver({ output: () => Promise.resolve() });
    assert.equal(await shell.capture("echo back"), "back");
    shell.close();
  }
});

Deno.test("reopen() tells that a container is gone", async () => {
  await using place = await openPlace();
  const { engine, container } = place;
  await container.remove();
  const again = await SessionContainer.reopen(engine, container.id, container.settings);
  assert.equal(again, undefined);
});

async function openPlace(): Promise<
  AsyncDisposable & { engine: Transport; container: SessionContainer }
> {
  const engine = await openTestEngine();
  const container = await SessionContainer.create(engine, testImage, {
    directory: "/",
    env: ["GIVEN=given"],
    label: `dkt-time-${crypto.randomUUID()}`,
    notice: (text) => assert.fail(text),
  }, { createdDirectory: "/code" });
  return {
    engine,
    container,
    [Symbol.asyncDispose]: async () => {
      await container.remove();
      await engine[Symbol.asyncDispose]();
    },
  };
}
