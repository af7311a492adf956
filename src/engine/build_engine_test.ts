import assert from "node:assert/strict";
import { buildImage } from "./build.ts";
import { disposeImage, openTestEngine, testImage, testName } from "./engine_fixture.ts";
import { inspectImage } from "./images/inspect.ts";
import { InBandError } from "./messages.ts";

/** A tar archive of one Dockerfile. */
function contextOf(dockerfile: string): Uint8Array {
  const bytes = new TextEncoder().encode(dockerfile);
  const tar = new Uint8Array(512 + Math.ceil(bytes.length / 512) * 512 + 1024);
  const put = (offset: number, text: string) => tar.set(new TextEncoder().encode(text), offset);
  put(0, "Dockerfile");
  put(100, "0000644\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  put(124, bytes.length.toString(8).padStart(11, "0") + "\0");
  put(136, "00000000000\0");
  put(148, "        ");
  put(156, "0");
  put(257, "ustar\x0000");
  const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  put(148, sum.toString(8).padStart(6, "0") + "\0 ");
  tar.set(bytes, 512);
  return tar;
}

for (const builder of ["classic", "buildkit"] as const) {
  Deno.test(`build with the ${builder} builder gives the image's id`, async () => {
    await using engine = await openTestEngine();
    const tag = `${testName("b")}:1`;
    await using _ = disposeImage(engine, tag);
    const context = contextOf(`FROM ${testImage}\nARG A\nENV B=$A\n`);
    await using build = await buildImage(engine, context, {
      builder,
      tags: [tag],
      buildArgs: { A: "an argument" },
      labels: { made: "here" },
    });
    const { imageId } = await build.done();
    const details = await inspectImage(engine, tag);
    assert.equal(details.Id, imageId);
    assert.ok(details.Config?.Env?.includes("B=an argument"));
    assert.equal(details.Config?.Labels?.made, "here");
  });

  Deno.test(`a step that fails with the ${builder} builder is an InBandError`, async () => {
    await using engine = await openTestEngine();
    const context = contextOf(`FROM ${testImage}\nRUN exit 9\n`);
    await using build = await buildImage(engine, context, { builder });
    let output = "";
    await assert.rejects(async () => {
      for await (const message of build) output += message.stream ?? "";
    }, (error) =>
      error instanceof InBandError && /exit 9/.test(error.reason) &&
      (builder === "buildkit" || error.code === 9));
    if (builder === "classic") assert.match(output, /RUN exit 9/);
  });
}
