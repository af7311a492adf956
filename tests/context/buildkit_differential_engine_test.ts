/**
 * What a BuildKit build gets to see of a context, dk's and buildx's side by side: random trees,
 * ignore files and COPY instructions, built by both, and the results listed.
 */
import assert from "node:assert/strict";
import type { TarHeader } from "../../src/lib/tar/entry.ts";
import { readTar } from "../../src/lib/tar/read.ts";
import { buildxExecutable } from "../e2e/buildx.ts";
import { dkExecutable } from "../e2e/dk_executable.ts";
import { runProgram } from "../e2e/program.ts";
import { Random } from "./random.ts";
import { changeTree } from "./random_change.ts";
import { makeDockerfile } from "./random_dockerfile.ts";
import { makeIgnoreFile } from "./random_ignore.ts";
import { makeTree } from "./random_tree.ts";

/** BuildKit of 28.5.2 takes the engine along when it meets some patterns that Go cannot compile. */
const dies = Deno.env.get("DK_TEST_ENGINE")?.startsWith("sid") ?? false;
const trees = Number(Deno.env.get("DK_TEST_BUILDKIT_TREES") ?? 60);
const firstSeed = Number(Deno.env.get("DK_TEST_SEED") ?? 1);

Deno.test(`BuildKit gets of ${trees} random contexts what buildx gives it`, async () => {
  const work = await Deno.makeTempDir({ prefix: "dk-context-" });
  try {
    let built = 0;
    for (let seed = firstSeed; seed < firstSeed + trees; seed++) {
      const started = Math.floor(Date.now() / 1000);
      const root = `${work}/${crypto.randomUUID()}`; // No build finds files of an earlier one.
      await Deno.mkdir(root);
      const random = new Random(seed);
      const what = await makeContext(root, random);
      // Built again, the engine has the files of the first time and is told what differs.
      for (const time of ["first", "again"]) {
        const theirs = await result(buildxExecutable(), root, `${work}/theirs.tar`, started);
        const ours = await result(dkExecutable(), root, `${work}/ours.tar`, started);
        assert.deepEqual(
          ours.listing,
          theirs.listing,
          explain(`seed ${seed}, ${time}: ${what}`, ours, theirs),
        );
        if (theirs.listing) built++;
        changeTree(root, random);
      }
      await Deno.remove(root, { recursive: true });
    }
    assert.ok(built > trees, `only ${built} of the builds succeeded`);
  } finally {
    await Deno.remove(work, { recursive: true });
  }
});

/** Fills `root`; returns what decides over its files, for messages. */
async function makeContext(root: string, random: Random): Promise<string> {
  await makeTree(root, random);
  const dockerfile = makeDockerfile(root, random);
  await Deno.writeTextFile(`${root}/Dockerfile`, dockerfile);
  const what = [dockerfile];
  for (const name of [".dockerignore", "Dockerfile.dockerignore"]) {
    const ignore = random.chance(60) ? makeIgnoreFile(random, !dies) : undefined;
    if (ignore === undefined) continue;
    await Deno.writeTextFile(`${root}/${name}`, ignore);
    what.push(`${name}: ${JSON.stringify(ignore)}`);
  }
  return what.join("\n");
}

interface BuiltContext {
  /** Undefined when the build was refused. */
  listing?: Record<string, string>;
  stderr: string;
}

async function result(
  program: string,
  root: string,
  archive: string,
  started: number,
): Promise<BuiltContext> {
  // Uncached: what is copied must be what this client sent, also where only times differ.
  const args = ["build", "--no-cache", "-q", "-o", `type=tar,dest=${archive}`, root];
  const { code, stderr } = await runProgram(program, args, { env: { DOCKER_BUILDKIT: "1" } });
  if (code !== 0) return { stderr };
  const listing = await listArchive(archive, started);
  await Deno.remove(archive);
  return { listing, stderr };
}

/** Every path with all that an image keeps of it. */
async function listArchive(path: string, started: number): Promise<Record<string, string>> {
  using file = await Deno.open(path);
  const listing: Record<string, string> = {};
  for await (const { header, content } of readTar(file.readable)) {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of content) pieces.push(piece.slice());
    const bytes = await new Blob(pieces).bytes();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
    listing[header.name] = JSON.stringify({ ...attributes(header, started), digest });
  }
  return listing;
}

function attributes({ mtime, xattrs, ...rest }: TarHeader, started: number) {
  const capability = xattrs?.["security.capability"]?.toHex();
  // The engine changes directories as it fills them, and makes some itself: at no fixed time.
  const time = rest.type === "directory" && mtime >= started ? "new" : Math.floor(mtime);
  return { ...rest, capability, time };
}

function explain(what: string, ours: BuiltContext, theirs: BuiltContext): string {
  const differences = Object.keys({ ...ours.listing, ...theirs.listing })
    .filter((name) => ours.listing?.[name] !== theirs.listing?.[name])
    .map((name) => `${name}\n  dk     ${ours.listing?.[name]}\n  buildx ${theirs.listing?.[name]}`);
  return [what, ...differences.slice(0, 10), `dk: ${ours.stderr}`, `buildx: ${theirs.stderr}`]
    .join("\n");
}
