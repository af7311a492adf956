import assert from "node:assert/strict";
import { launchEnvironment } from "./launch_environment.ts";

Deno.test("launchEnvironment() leaves alone what no portable executable has started", () => {
  const started = { HOME: "/home/ada", DENO_DIR: "/cache", DK_KEPT_HOME: "/other" };
  const { user, calledName, changes } = launchEnvironment(started);
  assert.deepEqual(user, started);
  assert.equal(calledName, undefined);
  assert.equal(changes.size, 0);
});

Deno.test("launchEnvironment() gives the user's variables back and removes the launcher's", () => {
  const { user, calledName, changes } = launchEnvironment({
    PATH: "/bin",
    DK_ARGV0: "build-image",
    HOME: "/cache/dk/key",
    DENO_DIR: "/cache/dk/key/state",
    DENO_NO_UPDATE_CHECK: "1",
    DK_KEPT_HOME: "/home/ada",
    DK_KEPT_DENO_DIR: "/home/ada/deno",
    DK_KEPT_NODE_OPTIONS: "",
  });
  assert.equal(calledName, "build-image");
  assert.deepEqual(user, {
    PATH: "/bin",
    HOME: "/home/ada",
    DENO_DIR: "/home/ada/deno",
    NODE_OPTIONS: "",
  });
  assert.equal(changes.get("HOME"), "/home/ada");
  assert.equal(changes.get("DENO_DIR"), "/home/ada/deno");
  assert.equal(changes.get("NODE_OPTIONS"), "");
  assert.ok(changes.has("DK_KEPT_HOME"));
  assert.equal(changes.get("DK_KEPT_HOME"), undefined);
});

Deno.test("launchEnvironment() shows no home where the user has none", () => {
  const { user, changes } = launchEnvironment({ DK_ARGV0: "dk", HOME: "/tmp/dk-0/key" });
  assert.equal(user.HOME, undefined);
  assert.ok(changes.has("HOME"));
});

Deno.test("launchEnvironment() names the runtime's cache only when it has grown", () => {
  const { grownCache, user } = launchEnvironment({
    DK_ARGV0: "dk",
    DK_GROWN_CACHE: "/cache/dk/key/state",
  });
  assert.equal(grownCache, "/cache/dk/key/state");
  assert.deepEqual(user, {});
  assert.equal(launchEnvironment({ DK_ARGV0: "dk", DK_GROWN_CACHE: "" }).grownCache, undefined);
});

Deno.test("launchEnvironment() keeps from the process what the runtime reads late", () => {
  const { user, changes } = launchEnvironment({
    DK_ARGV0: "dk",
    DENO_TLS_CA_STORE: "system",
    DK_KEPT_DENO_TLS_CA_STORE: "mozilla",
    DK_KEPT_NODE_EXTRA_CA_CERTS: "/extra.pem",
  });
  assert.equal(user.DENO_TLS_CA_STORE, "mozilla");
  assert.equal(user.NODE_EXTRA_CA_CERTS, "/extra.pem");
  assert.equal(changes.has("DENO_TLS_CA_STORE"), false);
  assert.equal(changes.has("NODE_EXTRA_CA_CERTS"), false);
});
