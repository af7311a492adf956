import assert from "node:assert/strict";
import { gitLogin } from "./git_login.ts";

Deno.test("gitLogin() leaves addresses without a login, and those of ssh, as they are", () => {
  for (const remote of ["https://h/x.git", "ssh://git@h/x.git", "git@h:x.git"]) {
    assert.deepEqual(gitLogin(remote, {}), { remote, env: {}, secrets: [] });
  }
});

Deno.test("gitLogin() moves the login out of the address, behind the user's own settings", () => {
  const login = gitLogin("https://me:p%40ss@h:8/x.git", { GIT_CONFIG_COUNT: "2" });
  assert.equal(login.remote, "https://h:8/x.git");
  assert.deepEqual(login.secrets, ["p@ss", "me"]);
  const { env } = login;
  assert.deepEqual([env.DK_GIT_USERNAME, env.DK_GIT_PASSWORD], ["me", "p@ss"]);
  assert.equal(env.GIT_CONFIG_COUNT, "4");
  assert.equal(env.GIT_CONFIG_KEY_2, "credential.https://h:8.username");
  assert.equal(env.GIT_CONFIG_VALUE_2, "me");
  assert.equal(env.GIT_CONFIG_KEY_3, "credential.https://h:8.helper");
  assert.doesNotMatch(env.GIT_CONFIG_VALUE_3, /p@ss/);
});

Deno.test("gitLogin() leaves the password to git's helpers where the address has none", () => {
  const { env } = gitLogin("https://me@h/x.git", {});
  assert.equal(env.GIT_CONFIG_COUNT, "1");
  assert.equal(env.DK_GIT_PASSWORD, undefined);
});
