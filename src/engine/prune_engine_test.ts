import assert from "node:assert/strict";
import { pruneBuildCache } from "./build.ts";
import { inspectContainer } from "./containers/inspect.ts";
import { pruneContainers } from "./containers/prune.ts";
import { EngineError } from "./errors.ts";
import { inspectImage } from "./images/inspect.ts";
import { pruneImages } from "./images/manage.ts";
import { importImage } from "./images/transfer.ts";
import { openTestEngine, testContainer, testName } from "./engine_fixture.ts";

/** Fails unless the engine answers 404. */
async function assertGone(asked: Promise<unknown>): Promise<void> {
  await assert.rejects(asked, (error) => error instanceof EngineError && error.status === 404);
}

Deno.test("pruneContainers() removes the stopped containers that carry a label", async () => {
  await using engine = await openTestEngine();
  const label = testName("prune");
  await using marked = await testContainer(engine, { Cmd: ["true"], Labels: { [label]: "" } });
  await using other = await testContainer(engine, { Cmd: ["true"] });
  const { removed } = await pruneContainers(engine, { filters: { label: [label] } });
  assert.deepEqual(removed, [marked.id]);
  await assertGone(inspectContainer(engine, marked.id));
  assert.equal((await inspectContainer(engine, other.id)).Id, other.id);
});

Deno.test("pruneImages() removes the nameless images that carry a label", async () => {
  await using engine = await openTestEngine();
  const label = testName("prune");
  const changes = [`LABEL ${label}=1`];
  const id = await (await importImage(engine, new Uint8Array(10240), { changes })).done();
  const { deleted } = await pruneImages(engine, { filters: { label: [label] } });
  assert.ok(deleted.includes(id), `${deleted}`);
  await assertGone(inspectImage(engine, id));
});

Deno.test("pruneBuildCache() leaves what its filters name no part of", async () => {
  await using engine = await openTestEngine();
  const { removed } = await pruneBuildCache(engine, { filters: { id: [testName("none")] } });
  assert.deepEqual(removed, []);
});
