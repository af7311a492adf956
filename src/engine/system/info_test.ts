import assert from "node:assert/strict";
import { FakeTransport } from "../fake_transport.ts";
import { engineInfo } from "./info.ts";

Deno.test("engineInfo() hides the login of a proxy, which Podman tells", async () => {
  const told = {
    HttpProxy: "http://user:p@ss@proxy:3128/",
    HttpsProxy: "user:pass@proxy:3128",
    NoProxy: "10.0.0.0/8,.example",
  };
  const info = await engineInfo(new FakeTransport({ body: JSON.stringify(told) }));
  assert.deepEqual(info, {
    HttpProxy: "http://xxxxx:xxxxx@proxy:3128/",
    HttpsProxy: "xxxxx:xxxxx@proxy:3128",
    NoProxy: "10.0.0.0/8,.example",
  });
  for (const HttpProxy of ["", "http://proxy:3128", undefined]) {
    const body = JSON.stringify({ HttpProxy });
    assert.equal((await engineInfo(new FakeTransport({ body }))).HttpProxy, HttpProxy);
  }
});
