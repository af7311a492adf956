/** Secrets typed in a session reach the build and nothing that is written down. */
import assert from "node:assert/strict";
import { ContainerizeBench } from "./containerize_bench.ts";
import { textsIn } from "./saved_image.ts";
import { TypedSession } from "./typed_session.ts";

const secrets = ["kept-from-all-eyes", "hunter2hunter2"];

Deno.test("secrets typed in a session are in the image's build and in nothing that is written", async () => {
  await using bench = await ContainerizeBench.open();
  await using session = await TypedSession.open(bench);
  await session.begun();
  await session.run(`export API_TOKEN=${secrets[0]}`);
  await session.run('printf %s "$API_TOKEN" | md5sum > /srv/token');
  await session.run(`printf %s https://me:${secrets[1]}@example.org/x | md5sum > /srv/address`);
  const status = await session.word("status", /md5sum > \/srv\/address\n[^]*RUN [^]*[#$] $/);
  assert.deepEqual(found(status), []);
  assert.deepEqual(await foundIn(session.stateHome), []);
  await session.word("test md5sum /srv/token /srv/address", /\/srv\/address\n.*[#$] $/);
  assert.deepEqual(await foundIn(session.stateHome), []);
  const screen = await session.done();

  // The digests depend on the secrets: image and session are equal only if the build had them.
  assert.match(screen, /^left with 0$/m);
  assert.match(screen, /^ {2}Equal: /m);
  assert.deepEqual(await foundIn(bench.project), []);
  const dockerfile = await Deno.readTextFile(`${bench.project}/Dockerfile`);
  assert.match(dockerfile, /--mount=type=secret,.*API_TOKEN/);
  assert.deepEqual(await textsIn(bench.tag, secrets), []);
  await session.assertNothingLeft();
});

function found(text: string): string[] {
  return secrets.filter((secret) => text.includes(secret));
}

/** Those that occur in any file below a folder. */
async function foundIn(folder: string): Promise<string[]> {
  const all: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) all.push(...await foundIn(path));
    else all.push(...found(new TextDecoder("latin1").decode(await Deno.readFile(path))));
  }
  return all;
}
