import assert from "node:assert/strict";
import { openContext } from "../../src/features/context/open.ts";
import { contextTar } from "../../src/features/context/tar.ts";
import type { TarHeader } from "../../src/lib/tar/entry.ts";
import { readTar } from "../../src/lib/tar/read.ts";
import { CaptureEngine, dockerContext } from "./capture_engine.ts";

const docker = Deno.env.get("DK_TEST_DOCKER") ?? "docker";

/** Where the Dockerfile may be, as arguments of `docker build` run in the directory above. */
const places: [what: string, context: string, dockerfile: string | undefined][] = [
  ["in the context", "c", undefined],
  ["in the context under another name, in an ignored directory", "c", "c/sub/D"],
  ["a link within the context", "c", "c/link"],
  ["outside of a context that has an ignore file", "c", "D"],
  ["outside of a context without an ignore file", "plain", "D"],
  ["a link from the context to the outside", "c", "c/out"],
  ["in a context that is reached by a link", "to-c", undefined],
  ["in lower case", "lower", undefined],
];

for (const [what, directory, dockerfile] of places) {
  Deno.test(`docker and dk send the same when the Dockerfile is ${what}`, async () => {
    const work = await Deno.makeTempDir({ prefix: "dk-context-" });
    try {
      await makePlaces(work);
      await using engine = new CaptureEngine(`${work}/engine.sock`);
      const flags = dockerfile === undefined ? [] : ["-f", dockerfile];
      const theirs = await dockerContext(docker, engine, work, [...flags, directory]);
      assert.ok(theirs.archive && theirs.query, theirs.refusal);
      const now = Date.now();
      const ours = await openContext({ directory, cwd: work, dockerfile, rules: "classic", now });
      const named = theirs.query.get("dockerfile")!;
      assert.deepEqual(
        await listing(contextTar(ours), ours.dockerfile),
        await listing(whole(theirs.archive), named),
      );
      if (ours.injected === undefined) assert.equal(ours.dockerfile, named);
    } finally {
      await Deno.remove(work, { recursive: true });
    }
  });
}

async function makePlaces(work: string): Promise<void> {
  await Deno.mkdir(`${work}/c/sub`, { recursive: true });
  await Deno.mkdir(`${work}/plain`);
  await Deno.mkdir(`${work}/lower`);
  const files = ["D", "c/Dockerfile", "c/sub/D", "c/x", "plain/x", "lower/dockerfile"];
  for (const name of files) {
    await Deno.writeTextFile(`${work}/${name}`, `FROM scratch\n# ${name}\n`);
  }
  await Deno.writeTextFile(`${work}/c/.dockerignore`, "sub\n.dockerignore\nDockerfile");
  await Deno.symlink("sub/D", `${work}/c/link`);
  await Deno.symlink("../D", `${work}/c/out`);
  await Deno.symlink("c", `${work}/to-c`);
}

async function* whole(archive: Uint8Array): AsyncGenerator<Uint8Array> {
  yield archive;
}

type Line = Omit<TarHeader, "mtime"> & { text: string };

/**
 * All entries by name. What is random in an injected Dockerfile is made equal: its name, its
 * time, and its place at the end (docker's order there changes from run to run).
 */
async function listing(archive: AsyncIterable<Uint8Array>, dockerfile: string): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const { header: { mtime: _, ...header }, content } of readTar(archive)) {
    let text = "";
    for await (const piece of content) text += new TextDecoder().decode(piece);
    if (!dockerfile.startsWith(".dockerfile.")) lines.push({ ...header, text });
    else {
      const [name, shown] = [header.name, text].map((part) =>
        part.replaceAll(dockerfile, "INJECTED")
      );
      lines.push({ ...header, name, text: shown });
    }
  }
  return lines.sort((a, b) => a.name < b.name ? -1 : 1);
}
