import assert from "node:assert/strict";
import { FakeTransport } from "../fake_transport.ts";
import { InBandError } from "../messages.ts";
import { pushImage } from "./push.ts";
import { importImage, loadImages, saveImages } from "./transfer.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

function answering(...messages: object[]): FakeTransport {
  return new FakeTransport({ body: messages.map((message) => `${JSON.stringify(message)}\r\n`) });
}

async function load(...messages: object[]) {
  return await (await loadImages(answering(...messages), new Uint8Array())).done();
}

Deno.test("loadImages() tells what was loaded", async () => {
  const moved =
    "The image a:1 already exists, renaming the old one with ID sha256:00 to empty string";
  assert.deepEqual(
    await load(
      { status: "Loading layer", progressDetail: { current: 1, total: 2 }, id: "00ff" },
      { stream: `${moved}\n` },
      { stream: "Loaded image: a:1\n" },
      { stream: `Loaded image ID: ${digest}\n` },
    ),
    { loaded: ["a:1", digest], notices: [moved] },
  );
});

Deno.test("loadImages() reads Podman's list", async () => {
  const { loaded } = await load({ stream: "Loaded image: localhost/a:1,localhost/b:2" });
  assert.deepEqual(loaded, ["localhost/a:1", "localhost/b:2"]);
});

Deno.test("loadImages() rejects whatever the engine says instead of success", async () => {
  await assert.rejects(
    load({ stream: "Loaded image: a:1\n" }, { errorDetail: { message: "no space left" } }),
    (error) => error instanceof InBandError && error.reason === "no space left",
  );
  await assert.rejects(
    load({ stream: "Loaded image: a:1\n" }, { stream: "Error unpacking image a:1: not found\n" }),
    { message: "The engine could not unpack the image", why: /Error unpacking image a:1/ },
  );
  await assert.rejects(load(), { message: "The engine loaded no image" });
  await assert.rejects(load({ stream: "odd\n" }), { why: "odd" });
});

Deno.test("pushImage() finds the digest in aux and in a containerd store's line", async () => {
  const cases: [message: object, size: number][] = [
    [{ progressDetail: {}, aux: { Tag: "1", Digest: digest, Size: 527 } }, 527],
    [{ status: `1: digest: ${digest} size: 400` }, 400],
  ];
  for (const [message, size] of cases) {
    const transport = answering({ status: "Pushed", id: "a" }, message);
    const pushed = await (await pushImage(transport, { name: "h.io/a/b", tag: "1" })).done();
    assert.deepEqual(pushed, { tag: "1", digest, size });
    assert.deepEqual(transport.log, ["POST /images/h.io/a/b/push?tag=1"]);
    assert.deepEqual(transport.requests[0].headers, { "X-Registry-Auth": "e30=" });
  }
});

Deno.test("pushImage() rejects a stream without a digest", async () => {
  const push = async () =>
    await (await pushImage(answering({ status: "Preparing" }), { name: "a", tag: "1" })).done();
  await assert.rejects(push, /ended without a digest/);
});

Deno.test("importImage() sends name and tag as one and wants an id", async () => {
  const transport = answering({ status: digest });
  const options = { repo: "a", tag: "1", changes: ["ENV A=b", "CMD x"] };
  assert.equal(await (await importImage(transport, new Uint8Array(), options)).done(), digest);
  assert.deepEqual(transport.log, [
    "POST /images/create?fromSrc=-&repo=a:1&changes=ENV A=b,CMD x",
  ]);
  const importing = async () => await (await importImage(answering(), new Uint8Array())).done();
  await assert.rejects(importing, /did not say which image/);
});

Deno.test("a platform of an image is named as JSON to push, save and load", async () => {
  const platform = { os: "linux", architecture: "arm64" };
  const asked = [
    (engine: FakeTransport) => pushImage(engine, { name: "a", tag: "1" }, { platform }),
    (engine: FakeTransport) => saveImages(engine, ["a"], { platform }),
    (engine: FakeTransport) => loadImages(engine, new Uint8Array(), { platform }),
  ];
  for (const ask of asked) {
    const engine = new FakeTransport({});
    await ask(engine);
    assert.equal(engine.requests[0].query?.platform, JSON.stringify(platform));
  }
});
