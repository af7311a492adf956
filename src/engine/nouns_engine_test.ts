import assert from "node:assert/strict";
import { openTestEngine, testName } from "./engine_fixture.ts";
import { EngineError } from "./errors.ts";
import { createNetwork, inspectNetwork, listNetworks, removeNetwork } from "./networks.ts";
import { rawInspect } from "./raw_inspect.ts";
import { verifyLogin } from "./system/auth.ts";
import { diskUsage } from "./system/disk_usage.ts";
import { watchEvents } from "./system/events.ts";
import { engineInfo, engineVersion } from "./system/info.ts";
import { createVolume, inspectVolume, listVolumes, removeVolume } from "./volumes.ts";

Deno.test("the engine tells its version, its state and its disk usage", async () => {
  await using engine = await openTestEngine();
  const [version, info] = [await engineVersion(engine), await engineInfo(engine)];
  assert.equal(version.Version, info.ServerVersion);
  assert.ok(info.NCPU > 0 && info.MemTotal > 0);
  const usage = await diskUsage(engine);
  assert.ok(usage.images.count > 0 && usage.images.size > 0);
});

Deno.test("a volume comes, is found and goes, and the engine tells of it", async () => {
  await using engine = await openTestEngine();
  const name = testName("v");
  // Asked before, because an engine keeps only the last events, of all that happens on it.
  const since = `${Math.floor(Date.now() / 1000) - 1}`;
  const events = watchEvents(engine, { since, filters: { volume: [name] } });
  const told = Array.fromAsync(take(events, 2));
  await createVolume(engine, { Name: name, Labels: { a: "b" } });
  try {
    assert.deepEqual((await inspectVolume(engine, name)).Labels, { a: "b" });
    assert.ok((await listVolumes(engine, { filters: { label: ["a=b"] } }))
      .some((volume) => volume.Name === name));
    assert.equal(JSON.parse(await rawInspect(engine, "volumes", name)).Name, name);
  } finally {
    await removeVolume(engine, name);
  }
  await assert.rejects(
    inspectVolume(engine, name),
    (error) => error instanceof EngineError && error.status === 404,
  );
  assert.deepEqual((await told).map(({ Type, Action, Actor }) => [Type, Action, Actor.ID]), [
    ["volume", "create", name],
    ["volume", "destroy", name],
  ]);
});

async function* take<T>(all: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  for await (const each of all) {
    yield each;
    if (--count === 0) return;
  }
}

Deno.test("a network comes, is found and goes", async () => {
  await using engine = await openTestEngine();
  const name = testName("n");
  const id = await createNetwork(engine, { Name: name, Internal: true, Labels: { a: "b" } });
  try {
    assert.equal((await inspectNetwork(engine, name)).Id, id);
    assert.ok((await listNetworks(engine, { filters: { name: [name] } }))
      .some((network) => network.Id === id));
    await assert.rejects(createNetwork(engine, { Name: name }), EngineError);
  } finally {
    await removeNetwork(engine, id);
  }
});

Deno.test("a login where no registry is, is an EngineError", async () => {
  await using engine = await openTestEngine();
  const login = { username: "me", password: "secret", serveraddress: "127.0.0.1:1" };
  await assert.rejects(verifyLogin(engine, login), EngineError);
});
