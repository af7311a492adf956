import assert from "node:assert/strict";
import { openTestEngine, testImage } from "../../../engine/engine_fixture.ts";
import { probeBase } from "./probe_base.ts";

Deno.test("probeBase() sees what an image has", async () => {
  await using engine = await openTestEngine();
  const facts = await probeBase(engine, testImage, { notice: (text) => assert.fail(text) });
  assert.equal(facts.manager, "apt");
  assert.equal(facts.isRoot, true);
  assert.match(facts.machine, /^(x86_64|aarch64)$/);
  assert.deepEqual([facts.system.id, facts.system.version], ["debian", "12"]);
  assert.ok(facts.programs.has("bash"));
  assert.equal(facts.python, undefined);
});

Deno.test("probeBase() stops when it is told to", async () => {
  await using engine = await openTestEngine();
  const signal = AbortSignal.abort(new Error("enough"));
  const probe = probeBase(engine, testImage, { notice: () => {}, signal });
  await assert.rejects(probe, { message: "enough" });
});
