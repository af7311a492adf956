import assert from "node:assert/strict";
import { InBandError } from "../messages.ts";
import { verifyLogin } from "../system/auth.ts";
import { disposeImage, openTestEngine } from "../engine_fixture.ts";
import { EngineError } from "../errors.ts";
import { inspectImage } from "./inspect.ts";
import { removeImage } from "./manage.ts";
import { pullImage } from "./pull.ts";
import { pushImage } from "./push.ts";
import { registryLogin, startRegistry } from "./registry_fixture.ts";
import { importImage } from "./transfer.ts";

Deno.test("an image goes to a registry and comes back, by tag and by digest", async () => {
  await using engine = await openTestEngine();
  await using registry = await startRegistry();
  const name = `${registry.address}/deep/er/image`;
  await using _ = disposeImage(engine, `${name}:1`);
  const id = await (await importImage(engine, new Uint8Array(10240), { repo: name, tag: "1" }))
    .done();

  const pushed = await (await pushImage(engine, { name, tag: "1" })).done();
  assert.equal(pushed.tag, "1");
  await removeImage(engine, `${name}:1`);

  const byTag = await (await pullImage(engine, { name, tagOrDigest: "1" })).done();
  assert.equal(byTag.digest, pushed.digest);
  assert.equal((await inspectImage(engine, `${name}:1`)).Id, id);

  const byDigest = await pullImage(engine, { name, tagOrDigest: pushed.digest });
  assert.equal((await byDigest.done()).digest, pushed.digest);
  assert.equal((await inspectImage(engine, `${name}@${pushed.digest}`)).Id, id);

  const missing = async () =>
    await (await pullImage(engine, { name, tagOrDigest: "no-such-tag" })).done();
  await assert.rejects(
    missing,
    (error) => error instanceof InBandError || error instanceof EngineError && error.status === 404,
  );
});

Deno.test("a registry with a password takes what comes with it only", async () => {
  await using engine = await openTestEngine();
  await using registry = await startRegistry({ password: true });
  const name = `${registry.address}/image`;
  await using _ = disposeImage(engine, `${name}:1`);
  await (await importImage(engine, new Uint8Array(10240), { repo: name, tag: "1" })).done();

  const push = async (registryAuth?: string) =>
    await (await pushImage(engine, { name, tag: "1" }, { registryAuth })).done();
  await assert.rejects(push(), InBandError);
  const document = JSON.stringify({ ...registryLogin, serveraddress: registry.address });
  const registryAuth = new TextEncoder().encode(document).toBase64({ alphabet: "base64url" });
  assert.match((await push(registryAuth)).digest, /^sha256:[0-9a-f]{64}$/);
  const pulled = await pullImage(engine, { name, tagOrDigest: "1" }, { registryAuth });
  assert.ok((await pulled.done()).digest);

  const serveraddress = registry.address;
  const login = await verifyLogin(engine, { ...registryLogin, serveraddress });
  assert.equal(login.status, "Login Succeeded");
  const wrong = { ...registryLogin, password: "wrong", serveraddress };
  await assert.rejects(verifyLogin(engine, wrong), EngineError);
});
