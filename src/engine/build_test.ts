import assert from "node:assert/strict";
import { buildImage, type BuildOptions } from "./build.ts";
import { FakeTransport } from "./fake_transport.ts";
import { InBandError } from "./messages.ts";

async function build(options: BuildOptions, ...messages: object[]) {
  const body = messages.map((message) => JSON.stringify(message)).join("\r\n");
  const transport = new FakeTransport({ body });
  const stream = await buildImage(transport, new Uint8Array(1024), options);
  return { transport, result: stream.done() };
}

Deno.test("buildImage() takes the last id of either builder", async () => {
  const classic = [{ aux: { ID: "sha256:01" } }, { stream: "x" }, { aux: { ID: "sha256:02" } }];
  assert.deepEqual(await (await build({}, ...classic)).result, { imageId: "sha256:02" });
  const buildkit = [
    { id: "moby.buildkit.trace", aux: "CgA=" },
    { id: "moby.image.id", aux: { ID: "sha256:03" } },
  ];
  const { result } = await build({ builder: "buildkit" }, ...buildkit);
  assert.deepEqual(await result, { imageId: "sha256:03" });
});

Deno.test("buildImage() rejects a failure and a stream without verdict", async () => {
  const failed = await build({}, { errorDetail: { code: 7, message: "boom" }, error: "boom" });
  await assert.rejects(failed.result, (error) => error instanceof InBandError && error.code === 7);
  const lost = await build({}, { stream: "Step 1/2 : FROM a\n" });
  await assert.rejects(lost.result, /ended without an image/);
});

Deno.test("buildImage() without an image among its outputs needs no id", async () => {
  const outputs = [{ Type: "cacheonly", Attrs: {} }];
  const { result, transport } = await build({ outputs }, { id: "moby.buildkit.trace", aux: "" });
  assert.deepEqual(await result, { imageId: undefined });
  assert.equal(transport.requests[0].query?.outputs, '[{"Type":"cacheonly","Attrs":{}}]');
});

Deno.test("buildImage() encodes what the engine wants as JSON and leaves out what is not set", async () => {
  const { transport, result } = await build({
    builder: "buildkit",
    tags: ["a:1", "b:2"],
    buildArgs: { A: "b", C: null },
    labels: {},
    noCache: false,
    ulimits: [{ Name: "nofile", Soft: 1, Hard: 2 }],
    registryConfig: "e30=",
  }, { aux: { ID: "sha256:01" } });
  await result;
  const [{ query, headers, contentType }] = transport.requests;
  const used = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  assert.deepEqual(Object.fromEntries(used), {
    version: "2",
    t: ["a:1", "b:2"],
    buildargs: '{"A":"b","C":null}',
    ulimits: '[{"Name":"nofile","Soft":1,"Hard":2}]',
    rm: true,
  });
  assert.deepEqual(headers, { "X-Registry-Config": "e30=" });
  assert.equal(contentType, "application/x-tar");
});
