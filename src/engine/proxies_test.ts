import assert from "node:assert/strict";
import { parseProxies, proxyVariables } from "./proxies.ts";

const proxies = parseProxies({
  default: { httpProxy: "http://p:1", NoProxy: "a,b", httpsProxy: "" },
  "unix:///x.sock": { ftpProxy: "http://f" },
});

Deno.test("proxyVariables() gives the default ones in both spellings", () => {
  assert.deepEqual(proxyVariables(proxies, "tcp://h:1"), {
    HTTP_PROXY: "http://p:1",
    http_proxy: "http://p:1",
    NO_PROXY: "a,b",
    no_proxy: "a,b",
  });
});

Deno.test("proxyVariables() prefers those of the engine's address", () => {
  assert.deepEqual(proxyVariables(proxies, "unix:///x.sock"), {
    FTP_PROXY: "http://f",
    ftp_proxy: "http://f",
  });
});

Deno.test("parseProxies() rejects what is not made of objects", () => {
  for (const value of ["x", [1], { default: "x" }, { default: { httpProxy: 1 } }]) {
    assert.throws(() => parseProxies(value), TypeError);
  }
});
