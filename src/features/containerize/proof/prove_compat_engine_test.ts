/**
 * A proof on a real engine: a container that did something, an image that did almost the same,
 * and every kind of difference between them.
 */
import assert from "node:assert/strict";
import { buildImage } from "../../../engine/build.ts";
import { putArchive } from "../../../engine/containers/archive.ts";
import { createContainer } from "../../../engine/containers/create.ts";
import { removeContainer, startContainer } from "../../../engine/containers/lifecycle.ts";
import { listContainers } from "../../../engine/containers/list.ts";
import { commitContainer } from "../../../engine/containers/snapshot.ts";
import { waitContainer } from "../../../engine/containers/wait.ts";
import { type OpenedEngine, openEngine } from "../../../engine/engine.ts";
import { removeImage } from "../../../engine/images/manage.ts";
import type { TarEntry } from "../../../lib/tar/entry.ts";
import { tarStream } from "../../../lib/tar/write.ts";
import { sessionLedger } from "../ledger_fixture.ts";
import type { Proof } from "./proof.ts";
import { proveEqual } from "./prove.ts";

const debian = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";

/** Container and image that are gone afterwards. */
class Pair implements AsyncDisposable {
  private constructor(
    readonly engine: OpenedEngine,
    readonly session: string,
    readonly image: string,
  ) {}

  /** Runs one script in a container and another one while an image is built. */
  static async make(scripts: { session: string; image: string }): Promise<Pair> {
    const engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
    const tag = `dkt-proof-${crypto.randomUUID().slice(0, 8)}:1`;
    const { id } = await createContainer(engine, {
      Image: debian,
      Cmd: ["/bin/bash", "-ec", scripts.session],
    });
    const pair = new Pair(engine, id, tag);
    try {
      await using wait = await waitContainer(engine, id);
      await startContainer(engine, id);
      assert.equal(await wait.status(), 0);
      const dockerfile = `FROM ${debian}\nRUN ${
        JSON.stringify(["/bin/bash", "-ec", scripts.image])
      }\n`;
      const context = tarStream([textFile("Dockerfile", dockerfile)]);
      await using build = await buildImage(engine, context, { builder: "classic", tags: [tag] });
      await build.done();
      return pair;
    } catch (error) {
      await pair[Symbol.asyncDispose]();
      throw error;
    }
  }

  async prove(
    steps: Parameters<typeof sessionLedger>[0] = [],
    session = this.session,
  ): Promise<Proof> {
    const notices: string[] = [];
    const ledger = sessionLedger(steps);
    const env = { ...ledger.start.env, container: "podman" }; // As podman has it everywhere.
    const proof = await proveEqual(this.engine, {
      session,
      image: this.image,
      ledger: { ...ledger, start: { ...ledger.start, env } },
      plan: { kept: steps.map(() => true), testStage: undefined, instructions: [] },
      notice: (text) => void notices.push(text),
    });
    assert.deepEqual(notices, []);
    return proof;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeContainer(this.engine, this.session, { force: true });
    await removeImage(this.engine, this.image).catch(() => {});
    await this.engine[Symbol.asyncDispose]();
  }
}

function textFile(name: string, text: string, rest: Partial<TarEntry["header"]> = {}): TarEntry {
  const content = new TextEncoder().encode(text);
  const header = { name, type: "file", mode: 0o755, size: content.length, mtime: 0 } as const;
  return { header: { ...header, ...rest }, content };
}

const common = `
mkdir -p /opt/same /srv/noise/.git
echo same | tee /opt/same/file >/opt/same/other
ln /opt/same/file /opt/same/hard; ln -s file /opt/same/link
mknod /opt/same/zero c 1 5 || :; mkfifo /opt/same/fifo
touch "/opt/same/größe und mehr"
`;

const session = `${common}
echo 1 >/opt/content; chmod 600 /opt/content /opt/mode 2>/dev/null || :
echo x >/opt/mode; chmod 4755 /opt/mode
echo x >/opt/owner; chown 1234:33 /opt/owner
ln -s /a /opt/link; mkdir /opt/type; echo x >/opt/missing; mknod /opt/device c 1 3 || ln -s 1:3 /opt/device
date >/opt/times; sleep 1.1
rm /etc/issue.net
sed -i '/^Package: base-files$/,/^$/s/^Version: .*/Version: 0/' /var/lib/dpkg/status
useradd -m ann; echo "$RANDOM" >/etc/machine-id; echo "$$" >/var/log/own.log
`;

const image = `${common}
echo 2 >/opt/content; chmod 600 /opt/content
echo x >/opt/mode; chmod 755 /opt/mode
echo x >/opt/owner
ln -s /b /opt/link; touch /opt/type; echo x >/opt/extra; mknod /opt/device c 1 5 || ln -s 1:5 /opt/device
sleep 1.1; date >/opt/times
useradd -m ann; echo "$RANDOM" >/etc/machine-id
`;

Deno.test("proveEqual() finds every kind of difference, and nothing else", async () => {
  await using pair = await Pair.make({ session, image });
  // VFS_CAP_REVISION_2 with CAP_NET_RAW: effective flag, permitted, inheritable.
  const capability = new Uint8Array([
    1,
    0,
    0,
    2,
    0,
    0x20,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
  const xattrs = { "security.capability": capability };
  const files = [textFile("opt/same/other", "same\n", { mode: 0o644, xattrs })];
  await putArchive(pair.engine, pair.session, "/", tarStream(files));
  const proof = await pair.prove([["date >/opt/times", { files: ["/opt/times"] }]]);
  const seen = proof.differences.map(({ path, aspect, session, image }) =>
    `${path}: ${aspect} ${aspect === "content" ? "" : `${session} ${image}`}`.trimEnd()
  );
  // Podman's containers may not make devices.
  const device = Deno.env.get("DK_TEST_ENGINE") === "podman" ? "link" : "device";
  const version = proof.packages.dpkg.different[0].image;
  assert.deepEqual(seen, [
    `dpkg:base-files: package version 0 ${version}`,
    "/etc/issue.net: added null file",
    "/opt/content: content",
    `/opt/device: ${device} 1:3 1:5`,
    "/opt/extra: added null file",
    "/opt/link: link /a /b",
    "/opt/missing: missing file null",
    "/opt/mode: mode 4755 0755",
    "/opt/owner: owner 1234:33 0:0",
    `/opt/same/other: capabilities security.capability=${capability.toHex()} none`,
    "/opt/times: content",
    "/opt/type: type directory file",
  ]);
  assert.equal(proof.equal, false);
  const reasons = new Map(proof.differences.map(({ path, reason }) => [path, reason]));
  assert.match(reasons.get("/opt/times")!, /^only times differ in it; step 1 /);
  assert.match(reasons.get("/etc/issue.net")!, /^dpkg package base-files is 0 in the session/);
});

Deno.test("proveEqual() finds equal what came of the same work, and leaves nothing behind", async () => {
  const same =
    `${common}\nuseradd -m ann; echo "$RANDOM" >/etc/machine-id; echo "$RANDOM" >/var/log/x`;
  await using pair = await Pair.make({ session: same, image: same });
  const proof = await pair.prove();
  assert.deepEqual(proof.differences, []);
  assert.equal(proof.equal, true);
  assert.ok(proof.compared > 1000);
  assert.ok(proof.packages.dpkg.equal.length > 50);
  const noise = Object.keys(proof.noise).filter((id) => !id.startsWith("engine-"));
  assert.deepEqual(noise.sort(), ["logs", "machine-id"]);
  const all = await listContainers(pair.engine, { all: true });
  assert.deepEqual(all.filter(({ Image }) => Image === pair.image), []);

  // As an undo leaves it: the session goes on in a container of a snapshot.
  const snapshot = await commitContainer(pair.engine, pair.session);
  const { id } = await createContainer(pair.engine, { Image: snapshot, Cmd: ["/bin/true"] });
  try {
    assert.deepEqual((await pair.prove([], id)).differences, []);
  } finally {
    await removeContainer(pair.engine, id, { force: true });
    await removeImage(pair.engine, snapshot);
  }
});
