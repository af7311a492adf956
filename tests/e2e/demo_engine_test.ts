/** `scripts/demo` does the main job, and a second run finds everything in place. */
import assert from "node:assert/strict";
import { listImages } from "../../src/engine/images/list.ts";
import { disposeImage, openTestEngine } from "../../src/engine/engine_fixture.ts";
import { dirname, join } from "../../src/lib/path.ts";
import { dkExecutable } from "./dk_executable.ts";

const root = join(dirname(import.meta.filename!), "../..");
const example = join(root, "tests/fixtures/meteorite");
const image = "dk-demo/meteorite:1.0";
const hemisphere = /^(Northern|Southern) & (Eastern|Western)$/;

async function demo() {
  const { code, stdout, stderr } = await new Deno.Command(join(root, "scripts/demo")).output();
  const decoder = new TextDecoder();
  assert.equal(code, 0, decoder.decode(stderr));
  return { stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

function exampleFiles(): string[] {
  return [...Deno.readDirSync(example)].map(({ name }) => name).sort();
}

Deno.test("scripts/demo prints the program's output, and leaves the example as it is", async () => {
  await using engine = await openTestEngine();
  const made = await listImages(engine, { filters: { reference: [image] } });
  await using _ = made.length > 0 ? undefined : disposeImage(engine, image);
  const before = exampleFiles();
  const first = await demo();
  const lines = first.stdout.trimEnd().split("\n");
  assert.equal(lines.shift(), "83857.3");
  assert.equal(lines.splice(0, 30).filter((line) => hemisphere.test(line)).length, 30);
  assert.ok(lines.every((line) => /^[A-Z]\S*, \d+$/.test(line)));
  assert.equal(lines.reduce((sum, line) => sum + Number(line.split(", ")[1]), 0), 30);
  assert.deepEqual(exampleFiles(), before);

  const executable = Deno.statSync(dkExecutable()).mtime;
  const second = await demo();
  assert.equal(second.stdout, first.stdout);
  assert.match(second.stderr, /^dk-demo\/meteorite:1\.0 is in place$/m);
  assert.doesNotMatch(second.stderr, /^(To be installed|Compiling|Making)/m);
  assert.deepEqual(Deno.statSync(dkExecutable()).mtime, executable);
});
