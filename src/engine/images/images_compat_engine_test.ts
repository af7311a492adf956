import assert from "node:assert/strict";
import { disposeImage, openTestEngine, testImage, testName } from "../engine_fixture.ts";
import { EngineError } from "../errors.ts";
import { imageHistory, inspectImage } from "./inspect.ts";
import { listImages } from "./list.ts";
import { removeImage, tagImage } from "./manage.ts";
import { importImage, loadImages, saveImages } from "./transfer.ts";

Deno.test("save and load bring an image back as it was", async () => {
  await using engine = await openTestEngine();
  const name = testName("i");
  await using _ = disposeImage(engine, `${name}:1`);
  await tagImage(engine, testImage, { repo: name, tag: "1" });
  const before = await inspectImage(engine, `${name}:1`);
  const tar = await saveImages(engine, [`${name}:1`]);
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeFile(file, tar);
    await removeImage(engine, `${name}:1`);
    await using load = await loadImages(engine, (await Deno.open(file)).readable);
    const { loaded } = await load.done();
    assert.equal(loaded.length, 1);
    assert.ok(loaded[0].endsWith(`${name}:1`), loaded[0]);
  } finally {
    await Deno.remove(file);
  }
  const after = await inspectImage(engine, `${name}:1`);
  assert.deepEqual(after.RootFS.Layers, before.RootFS.Layers);
});

Deno.test("import makes an image of a tar, and it is listed, inspected, tagged and removed", async () => {
  await using engine = await openTestEngine();
  const name = testName("i");
  await using _ = disposeImage(engine, `${name}:2`);
  const stream = await importImage(engine, new Uint8Array(10240), {
    repo: name,
    tag: "1",
    changes: ['CMD ["/x"]', "ENV A=b"],
  });
  const id = await stream.done();
  await tagImage(engine, `${name}:1`, { repo: name, tag: "2" });
  const details = await inspectImage(engine, `${name}:2`);
  assert.equal(details.Id, id);
  assert.deepEqual(details.Config?.Cmd, ["/x"]);
  assert.equal((await imageHistory(engine, `${name}:2`)).length, 1);

  const { untagged } = await removeImage(engine, `${name}:1`);
  assert.equal(untagged.length, 1);
  const listed = await listImages(engine, { filters: { reference: [name] } });
  assert.ok(listed.some((image) => image.RepoTags?.some((tag) => tag.endsWith(`${name}:2`))));
  await assert.rejects(
    inspectImage(engine, `${name}:1`),
    (error) => error instanceof EngineError && error.status === 404,
  );
});

Deno.test("a load of something else than images rejects", async () => {
  await using engine = await openTestEngine();
  const tars: [what: string, bytes: Uint8Array][] = [
    ["an empty archive", new Uint8Array(10240)],
    ["text", new TextEncoder().encode("not an archive ".repeat(100))],
  ];
  for (const [what, bytes] of tars) {
    await assert.rejects(async () => {
      await using load = await loadImages(engine, bytes);
      await load.done();
    }, what);
  }
});

Deno.test("saving an image that is not there is an EngineError", async () => {
  await using engine = await openTestEngine();
  await assert.rejects(saveImages(engine, [testName("none")]), EngineError);
});
