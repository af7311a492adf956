import assert from "node:assert/strict";
import { EngineError } from "./errors.ts";
import { compareVersions, identify } from "./negotiate.ts";
import type { EngineRequest, EngineResponse, Transport } from "./transport.ts";

/** An engine that answers every ping with `headers`; HEAD is refused when `headRefused`. */
function engineWith(headers: Record<string, string>, headRefused = false) {
  const asked: string[] = [];
  const transport: Transport = {
    request(request: EngineRequest): Promise<EngineResponse> {
      asked.push(`${request.method} ${request.path} ${request.versioned}`);
      if (headRefused && request.method === "HEAD") {
        return Promise.reject(new EngineError(403, "", "HEAD /_ping"));
      }
      const response = {
        status: 200,
        headers: new Headers(headers),
        text: () => Promise.resolve("OK"),
      };
      return Promise.resolve(response as unknown as EngineResponse);
    },
    upgrade: () => Promise.reject(new Error("not asked for")),
  };
  return { transport, asked };
}

const agreed: [string, string][] = [["1.41", "1.41"], ["1.48", "1.48"], ["1.56", "1.56"], [
  "1.60",
  "1.56",
]];

for (const [engine, version] of agreed) {
  Deno.test(`identify() speaks ${version} with an engine of ${engine}`, async () => {
    const { transport, asked } = engineWith({ "Api-Version": engine, "Builder-Version": "2" });
    const identity = await identify(transport, undefined);
    assert.deepEqual([identity.apiVersion, identity.builderVersion], [version, "2"]);
    assert.deepEqual(asked, ["HEAD /_ping false"]);
  });
}

Deno.test("identify() asks again with GET where HEAD is refused", async () => {
  const { transport, asked } = engineWith({ "Api-Version": "1.44" }, true);
  await identify(transport, undefined);
  assert.deepEqual(asked, ["HEAD /_ping false", "GET /_ping false"]);
});

Deno.test("identify() recognises Podman and takes it for linux", async () => {
  const { transport } = engineWith({ "Api-Version": "1.41", "Libpod-Api-Version": "4.3.1" });
  const identity = await identify(transport, undefined);
  assert.deepEqual([identity.isPodman, identity.os], [true, "linux"]);
});

Deno.test("identify() speaks a forced version whatever the engine says", async () => {
  const { transport } = engineWith({ "Api-Version": "1.41" });
  assert.equal((await identify(transport, "1.50")).apiVersion, "1.50");
});

Deno.test("identify() refuses an engine older than dk knows", async () => {
  const { transport } = engineWith({ "Api-Version": "1.39" });
  await assert.rejects(identify(transport, undefined), /speaks API 1\.39/);
});

Deno.test("identify() refuses what is no engine", async () => {
  const { transport } = engineWith({ Server: "nginx" });
  await assert.rejects(identify(transport, undefined), /not a Docker engine/);
});

Deno.test("compareVersions() compares numbers, not text", () => {
  assert.ok(compareVersions("1.9", "1.41") < 0);
  assert.equal(compareVersions("1.41", "1.41"), 0);
});
