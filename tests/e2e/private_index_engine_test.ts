/** A package from an index with a password, which must get nowhere but into the session. */
import assert from "node:assert/strict";
import { createContainer } from "../../src/engine/containers/create.ts";
import { inspectContainer } from "../../src/engine/containers/inspect.ts";
import { removeContainer, startContainer } from "../../src/engine/containers/lifecycle.ts";
import { imageHistory, inspectImage } from "../../src/engine/images/inspect.ts";
import { saveImages } from "../../src/engine/images/transfer.ts";
import type { Engine } from "../../src/engine/transport.ts";
import { join } from "../../src/lib/path.ts";
import { ContainerizeBench, withoutLabels } from "./containerize_bench.ts";

/** The index, a session recorded with it and what comes of that; ADDRESS stands for where it is. */
const fixture = join(import.meta.dirname!, "../fixtures/private-index");
const secret = "hunter2secret";
const test = "/opt/venv/bin/python -m inner_tool";

Deno.test("a session with a private index replays, and its password is kept out", async () => {
  await using bench = await ContainerizeBench.open("python");
  await using index = await serveIndex(bench.engine, bench.base);
  const recorded = await Deno.readTextFile(join(fixture, "session.json"));
  const replay = join(bench.outside, "session.json");
  await Deno.writeTextFile(replay, recorded.replaceAll("ADDRESS", index.address));
  const flags = ["--format", "json", "--verify"];
  const env = { PIP_INDEX_URL: `http://reader:${secret}@${index.address}/simple` };
  const run = await bench.run({ replay }, { test, flags, env });
  assert.equal(run.code, 0, run.stderr);
  const { test: { stdout }, proof } = JSON.parse(run.stdout);
  assert.equal(stdout, "from the private index\n");
  assert.deepEqual(proof.differences, []);
  const dockerfile = withoutLabels(
    await Deno.readTextFile(join(bench.project, "Dockerfile")),
  );
  assert.equal(
    dockerfile.replace(bench.base, "base").replaceAll(index.address, "ADDRESS"),
    await Deno.readTextFile(join(fixture, "Dockerfile")),
  );
  const history = await imageHistory(bench.engine, bench.tag);
  const image = await inspectImage(bench.engine, bench.tag);
  const told = [dockerfile, run.stdout, run.stderr, JSON.stringify([history, image])].join("\n");
  assert.ok(!told.includes(secret), "the password was written down");
  for await (const file of filesBelow(bench.project)) {
    assert.ok(!(await Deno.readTextFile(file)).includes(secret), `${file} holds the password`);
  }
  assert.equal(await findIn(bench.engine, bench.tag, secret), false, "a layer holds the password");
  assert.equal(await findIn(bench.engine, bench.tag, "inner_tool"), true);
  const written = await Deno.readTextFile(join(bench.project, "docker/session.json"));
  assert.match(written, /"command": "export PIP_INDEX_URL=\*\*\*"/);
});

/** The index in a container of its own, where session and build can both reach it. */
async function serveIndex(engine: Engine, image: string) {
  const script = await Deno.readTextFile(join(fixture, "index.py"));
  const { id } = await createContainer(engine, {
    Image: image,
    Entrypoint: ["python3", "-c", script, `reader:${secret}`],
    Cmd: [],
    Labels: { "dk.test": "private-index" },
  });
  const dispose = async () => await removeContainer(engine, id, { force: true });
  try {
    await startContainer(engine, id);
    const { NetworkSettings } = await inspectContainer(engine, id);
    const address = NetworkSettings.Networks!.bridge.IPAddress!;
    return { address, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function* filesBelow(directory: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    if (isDirectory) yield* filesBelow(join(directory, name));
    else yield join(directory, name);
  }
}

/** Looks through all layers of an image, uncompressed as the engine saves them. */
async function findIn(engine: Engine, image: string, text: string): Promise<boolean> {
  const decoder = new TextDecoder("latin1");
  let last = "";
  for await (const chunk of await saveImages(engine, [image])) {
    const part = last + decoder.decode(chunk);
    if (part.includes(text)) return true;
    last = part.slice(-text.length);
  }
  return false;
}
