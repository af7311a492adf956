import assert from "node:assert/strict";
import { join } from "../lib/path.ts";
import { type CredentialOptions, findCredentials, findRegistryConfig } from "./credential_store.ts";
import { hubKey } from "./credentials.ts";
import { forgetCredentials, keepCredentials } from "./login_file.ts";

/**
 * Keeps what it is given in files named by the server, beside itself. `broken.io` fails,
 * `noise.io` gets something else than JSON, `slow.io` no answer; `list` does not read its input.
 */
const helperScript = `#!/bin/sh
store="\${0%/*}/store"
case "$1" in
list) printf '{"h.io":"me"}'; exit ;;
esac
input=$(cat)
case "$1" in
store)
  server=$(printf %s "$input" | sed 's/.*"ServerURL":"\\([^"]*\\)".*/\\1/' | tr / _)
  printf %s "$input" > "$store/$server" ;;
get)
  [ "$input" != broken.io ] || { echo "the keychain is locked"; exit 1; }
  [ "$input" != slow.io ] || exec sleep 30
  [ "$input" != noise.io ] || { echo "secret noise"; exit 0; }
  file="$store/$(printf %s "$input" | tr / _)"
  [ -f "$file" ] || { echo "credentials not found in native keychain"; exit 1; }
  cat "$file" ;;
erase) rm -f "$store/$(printf %s "$input" | tr / _)" ;;
esac
`;

interface Setup extends AsyncDisposable {
  options: CredentialOptions;
  file: string;
  write(document: unknown): Promise<void>;
}

async function setup(document?: unknown): Promise<Setup> {
  const directory = await Deno.makeTempDir({ prefix: "dk-credentials-" });
  await Deno.mkdir(join(directory, "store"));
  const helper = join(directory, "docker-credential-fake");
  await Deno.writeTextFile(helper, helperScript, { mode: 0o755 });
  const file = join(directory, "config.json");
  const write = (content: unknown) => Deno.writeTextFile(file, JSON.stringify(content));
  if (document !== undefined) await write(document);
  return {
    file,
    write,
    options: { env: { PATH: `${directory}:/usr/bin:/bin` }, configDirectory: directory },
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

const me = { username: "me", password: "secret" };
const meEntry = { auth: btoa("me:secret") };

Deno.test("findCredentials() looks into the file by key, then by host", async () => {
  await using place = await setup({
    auths: { "h.io": meEntry, "https://old.io/v1/": meEntry, [hubKey]: meEntry },
  });
  for (const domain of ["h.io", "old.io", "docker.io"]) {
    assert.deepEqual(await findCredentials(domain, place.options), me, domain);
  }
  for (const domain of ["h.io:5000", "other.io", "io"]) {
    assert.equal(await findCredentials(domain, place.options), undefined, domain);
  }
});

Deno.test("findCredentials() finds nothing where there is no file", async () => {
  await using place = await setup();
  assert.equal(await findCredentials("h.io", place.options), undefined);
});

Deno.test("findCredentials() prefers DOCKER_AUTH_CONFIG", async () => {
  await using place = await setup({ auths: { "h.io": { auth: btoa("file:x") } } });
  const env = {
    ...place.options.env,
    DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { "h.io": meEntry } }),
  };
  assert.deepEqual(await findCredentials("h.io", { ...place.options, env }), me);
  const broken = { ...place.options, env: { ...env, DOCKER_AUTH_CONFIG: "{secret" } };
  await assert.rejects(findCredentials("h.io", broken), {
    message: "Credentials cannot be read from DOCKER_AUTH_CONFIG",
    why: "It is not JSON",
  });
});

Deno.test("helpers keep, give and forget credentials, also for Docker Hub", async () => {
  for (const config of [{ credsStore: "fake" }, { credHelpers: { [hubKey]: "fake" } }]) {
    await using place = await setup({ ...config, other: { kept: true } });
    assert.equal(await findCredentials("docker.io", place.options), undefined);
    assert.deepEqual(await keepCredentials("docker.io", me, place.options), {
      kind: "helper",
      name: "fake",
    });
    assert.deepEqual(await findCredentials("docker.io", place.options), me);
    const written = await Deno.readTextFile(place.file);
    assert.doesNotMatch(written, /secret/);
    assert.deepEqual(JSON.parse(written).other, { kept: true });
    assert.equal(await forgetCredentials("docker.io", place.options), true);
    assert.equal(await findCredentials("docker.io", place.options), undefined);
  }
});

Deno.test("helpers mark identity tokens by their user name", async () => {
  await using place = await setup({ credsStore: "fake" });
  await keepCredentials("h.io", { identityToken: "t" }, place.options);
  assert.deepEqual(await findCredentials("h.io", place.options), { identityToken: "t" });
});

Deno.test("a helper's failure is told, its output on success never", async () => {
  await using place = await setup({ credsStore: "fake" });
  await assert.rejects(findCredentials("broken.io", place.options), {
    message: "The credential helper docker-credential-fake has no answer for broken.io",
    why: "the keychain is locked",
  });
  await assert.rejects(
    findCredentials("noise.io", place.options),
    (error) => !JSON.stringify(error).includes("secret noise") && /JSON/.test(`${error}`),
  );
  await place.write({ credsStore: "absent" });
  await assert.rejects(findCredentials("h.io", place.options), {
    message: "The credential helper docker-credential-absent is not installed",
  });
});

Deno.test("a helper is stopped on abort", async () => {
  await using place = await setup({ credsStore: "fake" });
  const reason = new Error("enough");
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason), 50);
  const options = { ...place.options, signal: controller.signal };
  await assert.rejects(findCredentials("slow.io", options), (error) => error === reason);
  await assert.rejects(findCredentials("h.io", options), (error) => error === reason);
  clearTimeout(timer);
});

Deno.test("a helper that the system suggests is named in the file once it keeps something", async () => {
  await using place = await setup();
  const directory = place.options.configDirectory!;
  await Deno.copyFile(
    join(directory, "docker-credential-fake"),
    join(directory, "docker-credential-pass"),
  );
  await Deno.writeTextFile(join(directory, "pass"), "", { mode: 0o755 });
  const options = { ...place.options, env: { PATH: place.options.env.PATH } };
  await keepCredentials("h.io", me, options);
  const { auths, credsStore } = JSON.parse(await Deno.readTextFile(place.file));
  assert.deepEqual(auths, { "h.io": {} });
  assert.equal(credsStore, "pass");
  assert.deepEqual(await findCredentials("h.io", options), me);
});

Deno.test("the file keeps credentials private and leaves all else alone", async () => {
  await using place = await setup({ auths: { "a.io": meEntry }, HttpHeaders: { A: "b" } });
  assert.deepEqual(await keepCredentials("h.io", me, place.options), {
    kind: "file",
    path: place.file,
  });
  assert.deepEqual(await findCredentials("h.io", place.options), me);
  const { HttpHeaders, auths } = JSON.parse(await Deno.readTextFile(place.file));
  assert.deepEqual(HttpHeaders, { A: "b" });
  assert.deepEqual(auths["a.io"], meEntry);
  assert.equal((await Deno.stat(place.file)).mode! & 0o777, 0o600);
  assert.equal(await forgetCredentials("h.io", place.options), true);
  assert.equal(await forgetCredentials("h.io", place.options), false);
  assert.equal(await findCredentials("h.io", place.options), undefined);
  const names = [...Deno.readDirSync(place.options.configDirectory!)].map(({ name }) => name);
  assert.deepEqual(names.filter((name) => name.startsWith("config.json")), ["config.json"]);
});

Deno.test("findRegistryConfig() gathers file, helpers and environment", async () => {
  await using place = await setup({ credsStore: "fake", auths: {} });
  await keepCredentials("h.io", me, place.options);
  const env = {
    ...place.options.env,
    DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { "e.io": { registrytoken: "t" } } }),
  };
  const header = await findRegistryConfig({ ...place.options, env });
  const text = new TextDecoder().decode(Uint8Array.fromBase64(header, { alphabet: "base64url" }));
  assert.deepEqual(JSON.parse(text), {
    "h.io": { ...me, serveraddress: "h.io" },
    "e.io": { registrytoken: "t", serveraddress: "e.io" },
  });
});

Deno.test("a broken file is an error, not a silent anonymous pull", async () => {
  await using place = await setup();
  await Deno.writeTextFile(place.file, '{"auths": {"h.io": {"auth": "c2Vj');
  await assert.rejects(findCredentials("h.io", place.options), {
    message: `Credentials cannot be read from ${place.file}`,
    why: "It is not JSON",
  });
  await place.write({ credsStore: 7 });
  await assert.rejects(findCredentials("h.io", place.options), {
    why: "credsStore is not a string",
  });
});
