import assert from "node:assert/strict";
import { disposeImage, openTestEngine, testContainer, testName } from "../engine_fixture.ts";
import { EngineError } from "../errors.ts";
import { inspectImage } from "../images/inspect.ts";
import { rawInspect } from "../raw_inspect.ts";
import { getArchive, isDirectory, isSymlink, putArchive, statPath } from "./archive.ts";
import { containerChanges } from "./changes.ts";
import { killContainer, renameContainer, startContainer, stopContainer } from "./lifecycle.ts";
import { listContainers } from "./list.ts";
import { containerProcesses, containerStats, watchContainerStats } from "./processes.ts";
import { commitContainer, exportContainer } from "./snapshot.ts";

async function sizeOf(stream: ReadableStream<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const chunk of stream) size += chunk.length;
  return size;
}

Deno.test("files go into a container and out again", async () => {
  await using engine = await openTestEngine();
  await using container = await testContainer(engine, { Cmd: ["true"] });
  const { stat, tar } = await getArchive(engine, container.id, "/etc/hostname");
  assert.equal(stat.name, "hostname");
  await putArchive(engine, container.id, "/srv", tar);
  const copied = await statPath(engine, container.id, "/srv/hostname");
  assert.equal(copied.size, stat.size);
  assert.equal(isDirectory(copied), false);
  assert.equal(isDirectory(await statPath(engine, container.id, "/srv")), true);
  assert.equal(isSymlink(await statPath(engine, container.id, "/bin")), true);
  for (const path of ["/no/such/path", "/srv/nothing"]) {
    await assert.rejects(
      statPath(engine, container.id, path),
      (error) => error instanceof EngineError && error.status === 404,
      path,
    );
  }
  const changes = await containerChanges(engine, container.id);
  assert.deepEqual(changes.find(({ path }) => path === "/srv/hostname")?.kind, "added");
  assert.ok(await sizeOf(await exportContainer(engine, container.id)) > 10_000_000);
});

Deno.test("a container becomes an image with the changes asked for", async () => {
  await using engine = await openTestEngine();
  await using container = await testContainer(engine, {
    Cmd: ["true"],
    Env: ["OWN=1"],
    StopSignal: "SIGUSR1",
  });
  const repo = testName("commit");
  await using _ = disposeImage(engine, `${repo}:1`);
  const id = await commitContainer(engine, container.id, {
    repo,
    tag: "1",
    changes: ["ENV A=b", 'CMD ["x"]'],
  });
  const details = await inspectImage(engine, `${repo}:1`);
  assert.equal(details.Id, id);
  assert.ok(details.Config?.Env?.includes("A=b"));
  assert.deepEqual(details.Config?.Cmd, ["x"]);
  assert.ok(details.Config?.Env?.includes("OWN=1"));
  assert.equal(details.Config?.StopSignal, "SIGUSR1");
});

Deno.test("a running container is listed, measured, renamed, signalled and stopped", async () => {
  await using engine = await openTestEngine();
  await using container = await testContainer(engine, {
    Cmd: ["sleep", "60"],
    HostConfig: { Init: true },
  });
  const { id } = container;
  assert.equal(await startContainer(engine, id), true);
  assert.equal(await startContainer(engine, id), false);
  const name = testName("renamed");
  await renameContainer(engine, id, name);
  const [listed] = await listContainers(engine, { filters: { id: [id] } });
  assert.deepEqual(listed.Names, [`/${name}`]);
  assert.equal(listed.State, "running");
  assert.ok(JSON.parse(await rawInspect(engine, "containers", name)).HostConfig);

  const table = await containerProcesses(engine, id);
  assert.ok(table.Titles.includes("PID"));
  assert.ok(table.Processes?.some((row) => row.at(-1)?.includes("sleep 60")));
  assert.ok((await containerStats(engine, id, { oneShot: true })).cpu_stats);
  for await (const stats of watchContainerStats(engine, id)) {
    assert.ok(stats.memory_stats);
    break;
  }
  await killContainer(engine, id, { killSignal: "SIGCONT" });
  assert.equal(await stopContainer(engine, id, { timeout: 5 }), true);
  assert.equal(await stopContainer(engine, id), false);
  await assert.rejects(
    killContainer(engine, id),
    (error) => error instanceof EngineError && error.status === 409,
  );
});
