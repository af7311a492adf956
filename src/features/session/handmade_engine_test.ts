import assert from "node:assert/strict";
import { createContainer } from "../../engine/containers/create.ts";
import { removeContainer } from "../../engine/containers/lifecycle.ts";
import { openEngine } from "../../engine/engine.ts";
import { putHandmade, takeHandmade } from "./handmade.ts";

Deno.test("putHandmade() puts files with mode and owner, takeHandmade() reads them back", async () => {
  await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
  const { id } = await createContainer(engine, {
    Image: Deno.env.get("DK_TEST_IMAGE") ?? "debian:12",
    Cmd: ["true"],
  });
  try {
    const file = {
      path: "/srv/new folder/größe.txt",
      mode: 0o750,
      owner: "1234:33",
      content: new TextEncoder().encode("one\ntwo\n"),
    };
    await putHandmade(engine, id, [file]);
    const taken = await takeHandmade(engine, id, [file.path, "/srv", "/srv/none"]);
    assert.deepEqual(taken, [file]);
  } finally {
    await removeContainer(engine, id, { force: true });
  }
});
