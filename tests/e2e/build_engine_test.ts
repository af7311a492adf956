import assert from "node:assert/strict";
import { openEngine } from "../../src/engine/engine.ts";
import { inspectImage } from "../../src/engine/images/inspect.ts";
import { removeImage } from "../../src/engine/images/manage.ts";
import { dk, testImage as image } from "./dk_process.ts";

const builders = ["buildkit", "classic"] as const;

/** A directory with `files`, and a name for the image built from it; both are removed. */
async function project(files: Record<string, string>) {
  const directory = await Deno.makeTempDir({ prefix: "dkt-build-" });
  for (const [path, content] of Object.entries(files)) {
    await Deno.mkdir(`${directory}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(`${directory}/${path}`, content);
  }
  const tag = `dkt-build-${crypto.randomUUID().slice(0, 8)}:1`;
  return {
    directory,
    tag,
    async [Symbol.asyncDispose]() {
      await Deno.remove(directory, { recursive: true });
      await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
      await removeImage(engine, tag, { force: true }).catch(() => {}); // Some builds must fail.
    },
  };
}

for (const builder of builders) {
  Deno.test(`dk build makes an image with the ${builder} builder and prints its id alone`, async () => {
    await using made = await project({
      Dockerfile: `FROM ${image}\nARG WORD\nCOPY . /made\nRUN echo $WORD > /made/word\n`,
      "a.txt": "a",
      "secret.env": "no",
      "deep/b.txt": "b",
      ".dockerignore": "*.env\nDockerfile\n",
    });
    const args = ["build", "--builder", builder, "-t", made.tag, "--build-arg", "WORD=hello"];
    const built = await dk([...args, "--label", "x=y", made.directory]);
    assert.equal(built.exitCode, 0, built.stderr);
    assert.match(built.stdout, /^sha256:[0-9a-f]{64}\n$/);
    await using engine = await openEngine({ env: Deno.env.toObject(), interactive: false });
    const inspected = await inspectImage(engine, made.tag);
    assert.equal(inspected.Id, built.stdout.trim());
    const command = "cat /made/word && cd /made && find . -type f | sort";
    const listed = await dk(["run", "--rm", made.tag, "sh", "-c", command]);
    const expected = ["hello", "./.dockerignore", "./a.txt", "./deep/b.txt", "./word"];
    assert.deepEqual(listed.stdout.trim().split("\n"), expected);
  });

  Deno.test(`dk build explains a failing step with the ${builder} builder`, async () => {
    await using made = await project({
      Dockerfile: `FROM ${image}\n\nRUN echo first; \\\n    echo last; exit 7\n`,
    });
    const built = await dk(["build", "--builder", builder, "-t", made.tag, made.directory]);
    assert.equal(built.exitCode, 1);
    assert.equal(built.stdout, "");
    assert.match(built.stderr, /The build failed at .*RUN echo first.*\(line 3 of Dockerfile\)/);
    assert.match(built.stderr, /exit code 7; its last lines:\n {2}\| first\n {2}\| last\n/);
  });
}

Deno.test("dk build gives secrets to a step and leaves none in the image", async () => {
  await using made = await project({
    Dockerfile: `FROM ${image}
RUN --mount=type=secret,id=token --mount=type=secret,id=word \\
    cat /run/secrets/token /run/secrets/word | sha256sum > /digest`,
    token: "sesame-4711\n",
  });
  const built = await dk([
    ...["build", "-t", made.tag, "--secret", `id=token,src=${made.directory}/token`],
    ...["--secret", "id=word,env=WORD", made.directory],
  ], { env: { WORD: "open-0815" } });
  assert.equal(built.exitCode, 0, built.stderr);
  const digest = await dk(["run", "--rm", made.tag, "cat", "/digest"]);
  const expected = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode("sesame-4711\nopen-0815"),
  );
  assert.equal(digest.stdout.split(" ")[0], new Uint8Array(expected).toHex());
  const history = await dk(["history", "--no-trunc", made.tag]);
  assert.doesNotMatch(history.stdout + built.stderr, /sesame|open-0815/);
});

Deno.test("dk build --output writes the result as a directory or an archive", async () => {
  await using made = await project({ Dockerfile: "FROM scratch\nCOPY hello /d/\n", hello: "hi" });
  const out = `${made.directory}/out`;
  const local = await dk(["build", "-o", out, made.directory]);
  assert.deepEqual([local.exitCode, local.stdout], [0, ""], local.stderr);
  assert.equal(await Deno.readTextFile(`${out}/d/hello`), "hi");
  const tar = await dk(["build", "-o", `type=tar,dest=${out}/x.tar`, made.directory]);
  assert.equal(tar.exitCode, 0, tar.stderr);
  assert.ok((await Deno.stat(`${out}/x.tar`)).size >= 2048);
});

Deno.test("dk build finds hard links of the build before as they are, and adds nothing", async () => {
  await using made = await project({ one: crypto.randomUUID() });
  await Deno.link(`${made.directory}/one`, `${made.directory}/two`);
  const outs = ["first", "again"].map((name) => `${made.directory}.${name}`);
  for (const [index, out] of outs.entries()) {
    // No step of the first build may serve the second one.
    const Dockerfile = `FROM scratch\nCOPY ${["one two", "."][index]} /d/\n`;
    const built = await dk(["build", "-o", out, "-f", "-", made.directory], { stdin: Dockerfile });
    assert.equal(built.exitCode, 0, built.stderr);
    assert.deepEqual([...Deno.readDirSync(`${out}/d`)].map(({ name }) => name).sort(), [
      "one",
      "two",
    ]);
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("dk build reads the Dockerfile from stdin", async () => {
  await using made = await project({ file: "content" });
  // Of the same size: an engine may take the second one for the one that it kept.
  for (const name of ["one", "two"]) {
    const out = `${made.directory}.out`;
    const stdin = `FROM scratch\nCOPY file /${name}\n`;
    const built = await dk(["build", "-o", out, "-f", "-", made.directory], { stdin });
    assert.equal(built.exitCode, 0, built.stderr);
    assert.deepEqual([...Deno.readDirSync(out)].map((entry) => entry.name), [name]);
    await Deno.remove(out, { recursive: true });
  }
  const built = await dk(["build", "-f", "-", "-t", made.tag, made.directory], {
    stdin: `FROM ${image}\nCOPY file /file\n`,
  });
  assert.equal(built.exitCode, 0, built.stderr);
});

for (const builder of builders) {
  Deno.test(`dk build takes an archive or a Dockerfile on stdin with ${builder}`, async () => {
    await using made = await project({ Dockerfile: "FROM scratch\nCOPY a /b\n", a: "content" });
    const packed = await new Deno.Command("tar", { args: ["-C", made.directory, "-cz", "."] })
      .output();
    const alone = new TextEncoder().encode(`FROM ${image}\nRUN true\n`);
    for (const stdin of [packed.stdout, alone]) {
      const args = ["build", "--builder", builder, "-t", made.tag, "-"];
      const { exitCode, stdout, stderr } = await dk(args, { stdin });
      assert.equal(exitCode, 0, stderr);
      assert.match(stdout, /^sha256:[0-9a-f]{64}\n$/);
    }
  });
}

Deno.test("dk build writes the image's id and metadata to files, and an inline cache", async () => {
  await using made = await project({ Dockerfile: `FROM ${image}\nRUN true\n` });
  const [idFile, metadataFile] = [`${made.directory}/id`, `${made.directory}/metadata.json`];
  const built = await dk([
    ...["build", "-t", made.tag, "--cache-to", "type=inline", "--format", "json"],
    ...["--iidfile", idFile, "--metadata-file", metadataFile, made.directory],
  ]);
  assert.equal(built.exitCode, 0, built.stderr);
  const { id, tags } = JSON.parse(built.stdout);
  assert.deepEqual([tags, await Deno.readTextFile(idFile)], [[made.tag], id]);
  const metadata = JSON.parse(await Deno.readTextFile(metadataFile));
  assert.equal(metadata["containerimage.digest"], id);
  assert.equal(metadata["image.name"], `docker.io/library/${made.tag}`);
  // What else there is depends on the image store.
  const { "containerimage.descriptor": descriptor, "containerimage.config.digest": config } =
    metadata;
  assert.equal(descriptor?.digest ?? config, id);
});

Deno.test("dk build warns of a secret that would go into the image, and only then", async () => {
  // BuildKit is sent the deploy folder, too: for a step that the image keeps nothing of.
  const mount = "RUN --mount=type=bind,source=deploy,target=/d true\n";
  for (const builder of builders) {
    await using made = await project({
      Dockerfile: `FROM ${image}\n${builder === "buildkit" ? mount : ""}COPY app /app\n`,
      ...builder === "buildkit" ? { "Dockerfile.dockerignore": "" } : {},
      "app/.env": "PASSWORD=x",
      "deploy/.env": "PASSWORD=x",
    });
    const ignoreFile = builder === "buildkit" ? "Dockerfile.dockerignore" : ".dockerignore";
    const built = await dk(["build", "--builder", builder, "-t", made.tag, made.directory]);
    assert.equal(built.exitCode, 0, built.stderr);
    const notes = built.stderr.split("\n").filter((line) => line.startsWith("Note: "));
    assert.equal(notes.length, 1, built.stderr);
    assert.match(notes[0], /app\/\.env probably holds /);
    assert.ok(notes[0].endsWith(` the line **/.env in ${ignoreFile}`), notes[0]);
  }
});

Deno.test("dk build says that the classic builder made an image for another platform", async () => {
  await using made = await project({ Dockerfile: `FROM ${image}\nRUN true\n` });
  const build = (platform: string) =>
    dk(["build", "--builder", "classic", "--platform", platform, "-t", made.tag, made.directory]);
  const other = Deno.build.arch === "aarch64" ? "linux/amd64" : "linux/arm64";
  assert.match((await build(other)).stderr, new RegExp(`Note: .*not for ${other}`));
  const own = other === "linux/amd64" ? "linux/arm64" : "linux/amd64";
  assert.doesNotMatch((await build(own)).stderr, /Note/);
});

const refused: [string, string[], RegExp][] = [
  ["a context that is not there", ["/no/such/context"], /\/no\/such\/context/],
  ["a missing Dockerfile", ["-f", "/no/Dockerfile", "tests/e2e"], /\/no\/Dockerfile/],
  ["a malformed name", ["-t", "Upper", "tests/e2e"], /Upper/],
  ["the root as context", ["/"], /root of the file system.*\n.*\n.*--force/],
  ["a cache that the engine cannot export", ["--cache-to", "type=registry,ref=x", "."], /inline/],
  [
    "annotations that would be lost",
    ["--annotation", "a=b", "-o", "type=tar,dest=x", "-f", "README.md", "tests/e2e"],
    /lost/,
  ],
  ["a secret that is not there", [
    "--secret",
    "id=a,src=/no/secret",
    "tests/e2e",
    "-f",
    "README.md",
  ], /\/no\/secret/],
];

for (const [what, args, message] of refused) {
  Deno.test(`dk build refuses ${what}`, async () => {
    const { exitCode, stdout, stderr } = await dk(["build", ...args]);
    assert.notEqual(exitCode, 0);
    assert.equal(stdout, "");
    assert.match(stderr, message);
  });
}

Deno.test("dk build refuses the home directory as context also where HOME is not set", async () => {
  const { exitCode, stderr } = await dk(["build", "/root"], { env: { HOME: "" } });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^dk: The build context \/root is your home directory\n/);
});
