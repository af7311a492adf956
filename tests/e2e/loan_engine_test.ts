import assert from "node:assert/strict";
import { createContainer } from "../../src/engine/containers/create.ts";
import { removeContainer } from "../../src/engine/containers/lifecycle.ts";
import { exportContainer } from "../../src/engine/containers/snapshot.ts";
import { openEngine } from "../../src/engine/engine.ts";
import { imageHistory } from "../../src/engine/images/inspect.ts";
import { saveImages } from "../../src/engine/images/transfer.ts";
import { dk, testImage as image } from "./dk_process.ts";

const builders = ["buildkit", "classic"] as const;

/**
 * A project and a home directory with credentials, and a bundle: that of this machine with a mark
 * of its own. Image and files are removed when disposed.
 */
async function project(dockerfile: string) {
  const directory = await Deno.makeTempDir({ prefix: "dkt-ca-" });
  const mark = `mark-${crypto.randomUUID()}`;
  const write = (path: string, text: string) => Deno.writeTextFile(`${directory}/${path}`, text);
  await write("Dockerfile", dockerfile);
  const bundle = Deno.env.get("SSL_CERT_FILE") ?? "/etc/ssl/certs/ca-certificates.crt";
  await write("ca.pem", `${await Deno.readTextFile(bundle)}\n# ${mark}\n`);
  await Deno.mkdir(`${directory}/home/.pip`, { recursive: true });
  await write("home/.npmrc", `//registry.invalid/:_authToken=\${TOKEN}\n`);
  await write("home/.netrc", `machine index.invalid password ${mark}\n`);
  await write("home/.pip/pip.conf", `[global]\nindex-url = https://me:${mark}@index.invalid\n`);
  return {
    directory,
    mark,
    tag: `dkt-ca-${crypto.randomUUID().slice(0, 8)}:1`,
    async [Symbol.asyncDispose]() {
      await Deno.remove(directory, { recursive: true });
      await dk(["rmi", "--force", this.tag]); // Some builds must fail: there is none then.
    },
  };
}

/** A file that every Debian has. */
const probe = "etc/debian_version";

/**
 * Which of the texts the image holds: in its archive (layers, configuration, history), and in its
 * files, as some engines keep layers packed. `rootfs` is always in the archive and the probe in a
 * file, so that streams that cannot be read do not pass for clean ones.
 */
async function heldBy(tag: string, texts: readonly string[]): Promise<string[]> {
  await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
  const held = await foundIn(await saveImages(engine, [tag]), [...texts, "rootfs"]);
  assert.ok(held.delete("rootfs"), "The archive cannot be read");
  const { id } = await createContainer(engine, { Image: tag, Cmd: ["true"] });
  try {
    const inFiles = await foundIn(await exportContainer(engine, id), [...texts, probe]);
    assert.ok(inFiles.delete(probe), "The files cannot be read");
    return [...held, ...inFiles];
  } finally {
    await removeContainer(engine, id, { force: true, volumes: true });
  }
}

async function foundIn(stream: AsyncIterable<Uint8Array>, texts: readonly string[]) {
  const found = new Set<string>();
  const decoder = new TextDecoder("latin1");
  let end = "";
  for await (const chunk of stream) {
    const text = end + decoder.decode(chunk);
    for (const wanted of texts) if (text.includes(wanted)) found.add(wanted);
    end = text.slice(-200);
  }
  return found;
}

const overTls = `FROM ${image}
RUN find /etc/apt -name '*.list' -o -name '*.sources' | xargs sed -i s/http:/https:/
ARG RETRIES=0
RUN apt-get -o APT::Update::Error-Mode=any -o Acquire::Retries=$RETRIES update
`;

Deno.test("dk build --ca lets steps trust what this machine trusts", async () => {
  await using made = await project(overTls);
  const args = ["build", "--no-cache", "-t", made.tag, made.directory];
  const without = await dk(args, { env: { DK_CA: "" } });
  assert.equal(without.exitCode, 1);
  assert.match(without.stderr, /certificate/i);
  const patient = [...args, "--build-arg", "RETRIES=3"];
  const trusting = await dk(patient, { env: { DK_CA: "host" } });
  assert.equal(trusting.exitCode, 0, trusting.stderr);
});

Deno.test("dk build --ca leaves nothing in the image", async () => {
  await using made = await project(`FROM ${image}
RUN test "$(env | grep -c =/dev/dk/ca.pem)" -gt 10 && grep -q ^#.mark- /dev/dk/ca.pem
RUN ["sh", "-c", "test \\"$(env | grep -c =/dev/dk/ca.pem)\\" -gt 10"]
USER nobody
RUN cat /dev/dk/* > /dev/null && \\

    # The shell's variables are its own
    B="a  'b'"; test "$B" = "a  'b'"
`);
  const ca = `${made.directory}/ca.pem`;
  const built = await dk(["build", "--ca", ca, "-t", made.tag, made.directory]);
  assert.equal(built.exitCode, 0, built.stderr);
  assert.doesNotMatch(
    built.stderr.replaceAll("/dev/dk/ca.pem", "").replace("/dev/dk/*", ""),
    /dk[./]/,
  );
  const texts = [
    made.mark,
    "NODE_EXTRA_CA_CERTS",
    "REQUESTS_CA_BUNDLE",
    "dk.ca.pem",
    "dev/dk/wgetrc",
  ];
  assert.deepEqual(await heldBy(made.tag, texts), []);
  await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
  const { CreatedBy } = (await imageHistory(engine, made.tag))[2];
  // Engines before 28.0 have no other way to set a variable (step_loan.ts).
  const setsVariables = Number((await engine.identity()).apiVersion.split(".")[1]) >= 48;
  assert.equal(CreatedBy.includes("/dev/dk/exec"), !setsVariables, CreatedBy);
});

Deno.test("dk build --ca shows a failing step as it stands in the Dockerfile", async () => {
  await using made = await project(`FROM ${image}\n\nRUN echo last \\\n  && exit 7\n`);
  const { exitCode, stderr } = await dk(["build", "--ca", "host", made.directory]);
  assert.equal(exitCode, 1);
  assert.match(
    stderr,
    /failed at \[(stage-0 )?2\/2\] RUN echo last {3,}&& exit 7 \(line 3 of Dockerfile\)/,
  );
  assert.match(stderr, /exit code 7; its last lines:\n {2}\| last\n/);
  assert.doesNotMatch(stderr, /\/dev\/dk|--mount/);
});

Deno.test("dk build --ca takes the Dockerfile from stdin, but no archive", async () => {
  await using made = await project("FROM scratch\n");
  const stdin = `FROM ${image}\nRUN test -s "$PIP_CERT"\n`;
  for (const from of [["-"], ["-f", "-", made.directory]]) {
    const built = await dk(["build", "--ca", "host", ...from], { stdin });
    assert.equal(built.exitCode, 0, built.stderr);
  }
  const packed = await new Deno.Command("tar", { args: ["-C", made.directory, "-c", "Dockerfile"] })
    .output();
  const refused = await dk(["build", "--ca", "host", "-"], { stdin: packed.stdout });
  assert.equal(refused.exitCode, 2);
  assert.match(refused.stderr, /do not go with an archive/);
});

Deno.test("dk build --ca says that it needs BuildKit", async () => {
  await using made = await project(`FROM ${image}\n`);
  const args = ["build", "--builder", "classic", "--ca", "host", made.directory];
  const { exitCode, stderr } = await dk(args);
  assert.equal(exitCode, 1);
  assert.match(stderr, /--ca.*\n.*Next: Use --builder buildkit/);
});

Deno.test("dk build --credentials lends them and leaves none in the image", async () => {
  await using made = await project(`FROM ${image}
RUN cat "$PIP_CONFIG_FILE" "$NPM_CONFIG_USERCONFIG" "$NETRC" | sha256sum > /digest
`);
  const env = {
    HOME: `${made.directory}/home`,
    TOKEN: `token-${made.mark}`,
    DOCKER_CONFIG: made.directory,
  };
  const args = [
    "build",
    "--no-cache",
    "--credentials",
    "pip,npm,netrc",
    "-t",
    made.tag,
    made.directory,
  ];
  const built = await dk(args, { env });
  assert.equal(built.exitCode, 0, built.stderr);
  const lent = [
    await Deno.readTextFile(`${made.directory}/home/.pip/pip.conf`),
    `//registry.invalid/:_authToken=token-${made.mark}\n`,
    await Deno.readTextFile(`${made.directory}/home/.netrc`),
  ].join("");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lent));
  const seen = await dk(["run", "--rm", made.tag, "cat", "/digest"]);
  assert.equal(seen.stdout.split(" ")[0], new Uint8Array(digest).toHex());
  assert.deepEqual(await heldBy(made.tag, [made.mark, "index.invalid"]), []);
  assert.doesNotMatch(built.stderr, new RegExp(made.mark));
});

for (const builder of builders) {
  Deno.test(`dk build gives proxies to steps and not to the image with ${builder}`, async () => {
    await using made = await project(`FROM ${image}
RUN case "$http_proxy $HTTPS_PROXY $no_proxy" in *:4711*:4712\\ own) ;; *) exit 3 ;; esac
`);
    const env = {
      HTTP_PROXY: "http://proxy.invalid:4711",
      https_proxy: "http://proxy.invalid:4712",
      NO_PROXY: "own",
      DOCKER_CONFIG: made.directory,
    };
    const args = ["build", "--no-cache", "--builder", builder, "-t", made.tag, made.directory];
    const built = await dk(args, { env });
    assert.equal(built.exitCode, 0, built.stderr);
    assert.deepEqual(await heldBy(made.tag, ["proxy.invalid"]), []);
    const local = await dk(args, { env: { ...env, HTTP_PROXY: "http://localhost:4711" } });
    assert.equal(local.exitCode, 1);
    assert.match(local.stderr, /HTTP_PROXY of the environment listens on this machine alone/);
  });
}

Deno.test("dk run --ca lets the container trust what this machine trusts", async () => {
  await using made = await project("");
  const ca = `${made.directory}/ca.pem`;
  const script = 'grep ^#.mark "$SSL_CERT_FILE"; cat "$APT_CONFIG"; echo "$PIP_CERT"';
  const flags = ["--rm", "--user", "1:1", "--ca", ca, "-e", "PIP_CERT=/mine"];
  const ran = await dk(["run", ...flags, image, "sh", "-c", script]);
  assert.equal(ran.exitCode, 0, ran.stderr);
  const expected = `# ${made.mark}\nAcquire::https::CAInfo "/dev/dk/ca.pem";\n/mine\n`;
  assert.equal(ran.stdout, expected);
});
