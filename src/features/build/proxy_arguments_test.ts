import assert from "node:assert/strict";
import { proxyArguments } from "./proxy_arguments.ts";

Deno.test("proxyArguments() takes the environment's proxies in both spellings", () => {
  const env = { https_proxy: "http://p:3128", NO_PROXY: "a,b", HTTP_PROXY: "" };
  assert.deepEqual(proxyArguments(env, {}, undefined), {
    arguments: {
      HTTPS_PROXY: "http://p:3128",
      https_proxy: "http://p:3128",
      NO_PROXY: "a,b",
      no_proxy: "a,b",
    },
    notices: [],
  });
});

Deno.test("proxyArguments() takes docker's configuration before the environment", () => {
  const configured = {
    HTTP_PROXY: "http://c",
    http_proxy: "http://c",
    NO_PROXY: "c",
    no_proxy: "c",
  };
  const env = { http_proxy: "http://e", no_proxy: "e" };
  assert.deepEqual(proxyArguments(env, configured, undefined).arguments, configured);
});

Deno.test("proxyArguments() passes over exceptions without a proxy", () => {
  assert.deepEqual(proxyArguments({ NO_PROXY: "a" }, {}, undefined).arguments, {});
});

const local = ["http://localhost:3128", "127.0.0.1:8080", "http://me:pw@127.1.2.3:1/", "[::1]:80"];

for (const value of local) {
  Deno.test(`proxyArguments() leaves ${value} of the environment out and says so`, () => {
    const found = proxyArguments({ HTTP_PROXY: value }, {}, undefined);
    assert.deepEqual(found.arguments, {});
    assert.match(found.notices.join(), /HTTP_PROXY of the environment/);
    assert.doesNotMatch(found.notices.join(), /pw/);
    const onHost = proxyArguments({ HTTP_PROXY: value }, {}, "host");
    assert.deepEqual([onHost.arguments.http_proxy, onHost.notices], [value, []]);
  });
}

Deno.test("proxyArguments() warns of a configured proxy that steps cannot reach", () => {
  const configured = { HTTP_PROXY: "http://localhost:1", http_proxy: "http://localhost:1" };
  const found = proxyArguments({}, configured, undefined);
  assert.deepEqual(found.arguments, configured);
  assert.match(found.notices.join(), /HTTP_PROXY of config\.json/);
});

Deno.test("proxyArguments() takes a host for remote whose name begins like a local one", () => {
  const env = { HTTP_PROXY: "http://localhost.example:3128" };
  assert.deepEqual(proxyArguments(env, {}, undefined).notices, []);
});
