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

const program = join(import.meta.dirname!, "../fixtures/private-index/index.py");
const secret = "hunter2secret";
const test = "/opt/venv/bin/python -m inner_tool";

Deno.test("a package of a private index is installed and pinned, and its password kept out", async () => {
  await using bench = await ContainerizeBench.open("python");
  await using index = await serveIndex(bench.engine, bench.base);
  const steps = `python3 -m venv /opt/venv
export PIP_INDEX_URL=http://reader:${secret}@${index.address}/simple
export PIP_TRUSTED_HOST=${index.address}
/opt/venv/bin/pip install inner-tool
`;
  const run = await bench.run(steps, { test, flags: ["--format", "json"] });
  assert.equal(run.code, 0, run.stderr);
  const { test: { stdout } } = JSON.parse(run.stdout);
  assert.equal(stdout, "from the private index\n");
  const dockerfile = withoutLabels(
    await Deno.readTextFile(join(bench.project, "Dockerfile")),
  );
  assert.equal(
    dockerfile.replace(bench.base, "base").replaceAll(index.address, "ADDRESS"),
    `# Build with the secrets in variables: --secret id=PIP_INDEX_URL,env=PIP_INDEX_URL

FROM base

RUN python3 -m venv /opt/venv

ENV PIP_TRUSTED_HOST=ADDRESS

RUN --mount=type=secret,id=PIP_INDEX_URL,mode=0444 \\
    export PIP_INDEX_URL="$(cat /run/secrets/PIP_INDEX_URL)" && \\
    /opt/venv/bin/pip install --no-cache-dir inner-tool==1.2

CMD ["/opt/venv/bin/python", "-m", "inner_tool"]
`,
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
});

/** The index in a container of its own, where session and build can both reach it. */
async function serveIndex(engine: Engine, image: string) {
  const script = await Deno.readTextFile(program);
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
