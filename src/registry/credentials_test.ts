import assert from "node:assert/strict";
import { readEntry, writeEntry } from "./auth_entries.ts";
import {
  credentialKey,
  type Credentials,
  hubKey,
  keyHost,
  registryAuth,
  registryConfig,
} from "./credentials.ts";

function decode(header: string): unknown {
  assert.match(header, /^[A-Za-z0-9_-]+=*$/);
  assert.equal(header.length % 4, 0);
  return JSON.parse(
    new TextDecoder().decode(Uint8Array.fromBase64(header, { alphabet: "base64url" })),
  );
}

Deno.test("credentialKey() knows the names of Docker Hub", () => {
  for (const host of ["docker.io", "index.docker.io", "registry-1.docker.io"]) {
    assert.equal(credentialKey(host), hubKey);
  }
  assert.equal(credentialKey("localhost:5000"), "localhost:5000");
});

Deno.test("keyHost() strips scheme and path", () => {
  const cases: [key: string, host: string][] = [
    [hubKey, "index.docker.io"],
    ["http://h.io:5000/v2/", "h.io:5000"],
    ["h.io", "h.io"],
    ["h.io/team", "h.io"],
  ];
  for (const [key, host] of cases) assert.equal(keyHost(key), host);
});

Deno.test("registryAuth() encodes what the engine reads", () => {
  assert.equal(registryAuth("h.io"), "e30=");
  const cases: [credentials: Credentials, document: Record<string, string>][] = [
    [{ username: "me", password: "p>?~" }, { username: "me", password: "p>?~" }],
    [{ username: "me", password: "x", identityToken: "t" }, { identitytoken: "t" }],
    [{ registryToken: "r" }, { registrytoken: "r" }],
  ];
  for (const [credentials, document] of cases) {
    const expected = { ...document, serveraddress: "h.io" };
    assert.deepEqual(decode(registryAuth("h.io", credentials)), expected);
  }
});

Deno.test("registryConfig() holds one document per registry", () => {
  assert.equal(registryConfig(new Map()), "e30=");
  assert.deepEqual(decode(registryConfig(new Map([["h.io", { username: "a", password: "b" }]]))), {
    "h.io": { username: "a", password: "b", serveraddress: "h.io" },
  });
});

Deno.test("readEntry() takes entries apart, and writeEntry() writes them", () => {
  const cases: [entry: Record<string, string>, credentials: Credentials | undefined][] = [
    [{ auth: btoa("me:pa:ss") }, { username: "me", password: "pa:ss" }],
    [{ Auth: btoa("me:pass\0\0") }, { username: "me", password: "pass" }],
    [{ username: "me", password: "x" }, { username: "me", password: "x" }],
    [{ auth: btoa("me:"), identitytoken: "t" }, { username: "me", identityToken: "t" }],
    [{ registrytoken: "r" }, { registryToken: "r" }],
    [{}, undefined],
    [{ email: "me@h.io" }, undefined],
  ];
  for (const [entry, credentials] of cases) {
    assert.deepEqual(readEntry("h.io", entry), credentials, JSON.stringify(entry));
    if (credentials) assert.deepEqual(readEntry("h.io", writeEntry(credentials)), credentials);
  }
});

Deno.test("readEntry() rejects a broken entry without quoting it", () => {
  for (const entry of [{ auth: "se!cret" }, { auth: btoa("secret") }, "secret", null]) {
    assert.throws(() => readEntry("h.io", entry), (error) => {
      const { message, why } = error as Error & { why: string };
      assert.equal(message, "The stored credentials for h.io cannot be read");
      assert.doesNotMatch(why, /se!?cret/);
      return true;
    });
  }
});
