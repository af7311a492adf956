import assert from "node:assert/strict";
import { openEngine } from "./engine.ts";

Deno.test("openEngine() reaches the engine that the environment names", async () => {
  await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
  const identity = await engine.identity();
  assert.match(identity.apiVersion, /^1\.\d+$/);
  const response = await engine.request({ method: "GET", path: "/version" });
  const version = await response.json<{ ApiVersion: string }>();
  assert.equal(version.ApiVersion, identity.engineApiVersion);
});
