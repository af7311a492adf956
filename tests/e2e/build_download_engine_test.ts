/** dk build from archives and Dockerfiles of a web server. */
import assert from "node:assert/strict";
import { dk } from "./dk_process.ts";
import { serveFiles } from "./git_repository.ts";
import { disposeImageName, outputOf, testName } from "./program.ts";

const builders = ["buildkit", "classic"] as const;

/** Archives of one context in every packing, and a Dockerfile alone. */
async function files() {
  const directory = await Deno.makeTempDir({ prefix: "dkt-download-" });
  await Deno.mkdir(`${directory}/context/sub`, { recursive: true });
  await Deno.writeTextFile(`${directory}/context/Dockerfile`, "FROM scratch\nCOPY a /a\n");
  await Deno.writeTextFile(`${directory}/context/sub/Dockerfile`, "FROM scratch\nCOPY sub /sub\n");
  await Deno.writeTextFile(`${directory}/context/a`, "content");
  await Deno.writeTextFile(`${directory}/alone`, "FROM scratch\nLABEL a=b\n");
  const packers = { tar: "cat", gz: "gzip -c", bz2: "bzip2 -c", xz: "xz -c", zst: "zstd -qc" };
  for (const [ending, packer] of Object.entries(packers)) {
    const pack = `tar -C context -c . | ${packer} > context.${ending}`;
    await outputOf("sh", ["-c", pack], { cwd: directory });
  }
  return {
    directory,
    archives: Object.keys(packers).map((ending) => `context.${ending}`),
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

for (const builder of builders) {
  Deno.test(`dk build fetches archives and Dockerfiles for the ${builder} builder`, async () => {
    await using made = await files();
    await using server = serveFiles(made.directory);
    const tag = testName("download");
    await using images = new AsyncDisposableStack();
    const args = ["build", "--builder", builder, "-t", tag];
    for (const name of [...made.archives, "alone"]) {
      const address = `${server.address}/${name}`;
      const { exitCode, stdout, stderr } = await dk([...args, address]);
      assert.equal(exitCode, 0, `${name}: ${stderr}`);
      assert.match(stdout, /^sha256:[0-9a-f]{64}\n$/);
      images.use(disposeImageName(stdout.trim()));
    }
    const within = await dk([...args, "-f", "sub/Dockerfile", `${server.address}/context.gz`]);
    assert.equal(within.exitCode, 0, within.stderr);
    assert.match(within.stderr, /COPY sub \/sub/);
    images.use(disposeImageName(within.stdout.trim()));
    const packed = await Deno.readFile(`${made.directory}/context.zst`);
    const { exitCode, stdout, stderr } = await dk([...args, "-"], { stdin: packed });
    assert.equal(exitCode, 0, `zstd on stdin: ${stderr}`);
    images.use(disposeImageName(stdout.trim()));
  });
}

Deno.test("dk build explains what is wrong with a download", async () => {
  await using made = await files();
  await using server = serveFiles(made.directory);
  await Deno.writeTextFile(`${made.directory}/empty`, "");
  await Deno.writeTextFile(`${made.directory}/large`, "no header of tar ".repeat(100));
  await Deno.truncate(`${made.directory}/large`, 20 * 1024 * 1024);
  const zst = await Deno.readFile(`${made.directory}/context.zst`);
  await Deno.writeFile(`${made.directory}/cut.zst`, zst.subarray(0, -8));
  const cases: [args: string[], message: RegExp][] = [
    [["none"], /Cannot fetch http:.*\/none\n.*status 404/],
    [["empty"], /empty is empty, so there is no context/],
    [["large"], /large holds neither an archive nor a Dockerfile/],
    [["-f", "x", "alone"], /There is no x in a context without files/],
    [["-f", "-", "context.gz"], /A Dockerfile on standard input does not go with/],
    [["cut.zst"], /Cannot unpack http:.*cut.zst/],
  ];
  for (const [args, message] of cases) {
    const address = `${server.address}/${args.at(-1)}`;
    const { exitCode, stdout, stderr } = await dk(["build", ...args.slice(0, -1), address]);
    assert.notEqual(exitCode, 0, args.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /fault in dk/);
  }
});

Deno.test("dk build fetches through the proxy of the environment", async () => {
  const asked: string[] = [];
  await using proxy = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    asked.push(request.url);
    return new Response("FROM scratch\nLABEL a=b\n");
  });
  const tag = testName("download");
  await using _ = disposeImageName(tag);
  const env = { http_proxy: `http://127.0.0.1:${proxy.addr.port}`, no_proxy: "" };
  const address = "http://files.invalid/Dockerfile";
  const { exitCode, stderr } = await dk(["build", "-t", tag, address], { env });
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(asked, [address]);
});

for (const builder of builders) {
  Deno.test(`dk build notices that a download breaks off, with the ${builder} builder`, async () => {
    await using made = await files();
    const archive = await Deno.readFile(`${made.directory}/context.tar`);
    using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    const served = (async () => {
      using connection = await listener.accept();
      await connection.read(new Uint8Array(4096));
      const head = `HTTP/1.1 200 OK\r\nContent-Length: ${archive.length}\r\n\r\n`;
      await connection.write(new TextEncoder().encode(head));
      await connection.write(archive.subarray(0, 2048));
    })();
    const address = `http://127.0.0.1:${listener.addr.port}/context.tar`;
    const { exitCode, stdout, stderr } = await dk(["build", "--builder", builder, address]);
    await served;
    assert.deepEqual([exitCode, stdout], [1, ""], stderr);
    assert.match(stderr, /context\.tar broke off before its end/);
  });
}

Deno.test("dk context refuses addresses", async () => {
  const { exitCode, stderr } = await dk(["context", "https://me:sesame@example.org/x.git"]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /Cannot look into https:\/\/example\.org\/x\.git/);
});
