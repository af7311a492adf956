import assert from "node:assert/strict";
import { joinBytes } from "../../src/lib/byte_chunks.ts";
import { openContext } from "../../src/features/context/open.ts";
import { contextTar } from "../../src/features/context/tar.ts";
import { Failure } from "../../src/lib/failure.ts";
import { CaptureEngine, dockerContext } from "./capture_engine.ts";
import { Random } from "./random.ts";
import { makeIgnoreFile } from "./random_ignore.ts";
import { makeTree } from "./random_tree.ts";

/** The docker client that is believed; 28.2.2 when these tests were written. */
const docker = Deno.env.get("DK_TEST_DOCKER") ?? "docker";
const trees = Number(Deno.env.get("DK_TEST_TREES") ?? 300);
const firstSeed = Number(Deno.env.get("DK_TEST_SEED") ?? 1);

Deno.test(`the archive of ${trees} random contexts is docker's, byte for byte`, async () => {
  const work = await Deno.makeTempDir({ prefix: "dk-context-" });
  try {
    await using engine = new CaptureEngine(`${work}/engine.sock`);
    for (let seed = firstSeed; seed < firstSeed + trees; seed++) {
      const root = `${work}/${seed}`;
      await Deno.mkdir(root);
      const random = new Random(seed);
      await makeTree(root, random);
      const ignore = makeIgnoreFile(random);
      if (ignore !== undefined) await Deno.writeTextFile(`${root}/.dockerignore`, ignore);
      const expected = await dockerContext(docker, engine, root, ["."]);
      await assertSame(root, expected, `seed ${seed}, ignore file ${JSON.stringify(ignore)}`);
      await Deno.remove(root, { recursive: true });
    }
  } finally {
    await Deno.remove(work, { recursive: true });
  }
});

async function assertSame(
  root: string,
  { archive, refusal }: { archive?: Uint8Array; refusal?: string },
  what: string,
): Promise<void> {
  const ours = await ourArchive(root);
  if (archive === undefined) {
    assert.ok(ours instanceof Failure, `docker refuses ${what}: ${refusal}`);
    return;
  }
  assert.ok(!(ours instanceof Failure), `docker accepts ${what}; dk says ${ours}`);
  const differs = ours.findIndex((byte, index) => byte !== archive[index]);
  const header = new TextDecoder().decode(ours.subarray(differs & ~511, (differs & ~511) + 160));
  assert.equal(
    differs,
    -1,
    `${what} differs at ${differs}, in or behind ${JSON.stringify(header)}`,
  );
  assert.equal(ours.length, archive.length, what);
}

async function ourArchive(root: string): Promise<Uint8Array | Failure> {
  try {
    const context = await openContext({ directory: ".", cwd: root, rules: "classic", now: 0 });
    const pieces: Uint8Array[] = [];
    for await (const piece of contextTar(context)) pieces.push(piece.slice());
    return joinBytes(pieces);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
