import assert from "node:assert/strict";
import { openSecrets, parseSecret, type SecretSource } from "./secret_flag.ts";

const parsed: [string, SecretSource][] = [
  ["id=a,src=b", { id: "a", from: { file: "b" } }],
  ["type=file,id=a,source=b/c", { id: "a", from: { file: "b/c" } }],
  ["id=a,env=B", { id: "a", from: { env: "B" } }],
  ["id=a,type=env,src=B", { id: "a", from: { env: "B" } }],
  ["id=TOKEN", { id: "TOKEN", from: { env: "TOKEN", file: "TOKEN" } }],
  ["id=TOKEN,type=env", { id: "TOKEN", from: { env: "TOKEN" } }],
];

for (const [text, expected] of parsed) {
  Deno.test(`parseSecret() reads ${text}`, () => {
    assert.deepEqual(parseSecret(text, "--secret"), expected);
  });
}

for (const text of ["", "src=b", "id", "id=a,color=red", "id=a,type=ssh"]) {
  Deno.test(`parseSecret() rejects ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseSecret(text, "--secret"), /Invalid value/);
  });
}

Deno.test("openSecrets() finds what is missing before the build begins", async () => {
  const world = { env: { SET: "value" }, cwd: "/" };
  const secrets = await openSecrets([parseSecret("id=x,env=SET", "")], world);
  assert.equal(new TextDecoder().decode(await secrets.get("x")!()), "value");
  await assert.rejects(openSecrets([parseSecret("id=x,env=UNSET", "")], world), /UNSET/);
  await assert.rejects(openSecrets([parseSecret("id=x,src=no/such", "")], world), /\/no\/such/);
  await assert.rejects(openSecrets([parseSecret("id=x,src=/", "")], world), /cannot be read/);
  await assert.rejects(openSecrets([parseSecret("id=x", "")], world), /\/x for the secret x/);
});
