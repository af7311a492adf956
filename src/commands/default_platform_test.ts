import assert from "node:assert/strict";
import { platformOf } from "./default_platform.ts";

Deno.test("platformOf() takes the flag, then the environment", () => {
  const env = { DOCKER_DEFAULT_PLATFORM: "linux/arm64" };
  assert.equal(platformOf({ env }, { platform: "linux/386" }), "linux/386");
  assert.equal(platformOf({ env }, { platform: undefined }), "linux/arm64");
  assert.equal(platformOf({ env: {} }, { platform: undefined }), undefined);
  assert.equal(
    platformOf({ env: { DOCKER_DEFAULT_PLATFORM: "" } }, { platform: undefined }),
    undefined,
  );
  const odd = { DOCKER_DEFAULT_PLATFORM: "a b" };
  assert.throws(() => platformOf({ env: odd }, { platform: undefined }), /DOCKER_DEFAULT_PLATFORM/);
});
