/**
 * Sessions (tests/fixtures/sessions) on a real engine, replayed from a session file or run from a
 * steps file: the Dockerfile that comes of each, the proof that the image equals the session, and what the
 * image prints; of a service also how it is run. UPDATE_GOLDEN=1 writes Dockerfile and output.
 */
import assert from "node:assert/strict";
import { exists } from "../../src/lib/exists.ts";
import { join } from "../../src/lib/path.ts";
import {
  type BaseKind,
  ContainerizeBench,
  withoutLabels,
  withoutVersions,
} from "./containerize_bench.ts";

const sessions = join(import.meta.dirname!, "../fixtures/sessions");
/** Sessions on another base image than plain Debian. */
const baseKinds = new Map<string, BaseKind>([
  ["apt-tool", "debian"],
  ["busybox-base", "busybox"],
  ["user-base", "user"],
  ["flask-service", "python"],
  ["uv", "python"],
  ["npm", "node"],
  ["r-packages", "r"],
  ["conda-like", "conda"],
  ["rpm", "rpm"],
]);
const update = Deno.env.get("UPDATE_GOLDEN") === "1";

/** Makes tests of the sessions on bases of the wanted kinds. */
export function testSessions(isWanted: (kind: BaseKind) => boolean): void {
  for (const name of [...Deno.readDirSync(sessions)].map(({ name }) => name).sort()) {
    const kind = baseKinds.get(name) ?? "bash";
    if (isWanted(kind)) testSession(name, kind);
  }
}

function testSession(name: string, kind: BaseKind): void {
  const read = (file: string) => Deno.readTextFile(join(sessions, name, file));

  Deno.test(`the session ${name} becomes its Dockerfile and an image that does the same`, async () => {
    await using bench = await ContainerizeBench.open(kind);
    await copyFolder(join(sessions, name, "project"), bench.project);
    const test = (await read("test.sh")).trimEnd();
    const flags = ["--format", "json", "--ca", "host"];
    const recorded = join(sessions, name, "session.json");
    const steps = await exists(recorded) ? { replay: recorded } : await read("steps.sh");
    const run = await bench.run(steps, { test, flags });
    assert.equal(run.code, 0, run.stderr);
    const dockerfile = withoutLabels(await Deno.readTextFile(join(bench.project, "Dockerfile")))
      .replace(`FROM ${bench.base}`, "FROM base")
      .replace(/.*\b(apt-get install|pip install.* flask|uv|npm install)\b.*/g, withoutVersions);
    const { test: { stdout }, proof } = JSON.parse(run.stdout);
    assert.deepEqual(proof.differences, []);
    if (update) {
      await Deno.writeTextFile(join(sessions, name, "Dockerfile"), dockerfile);
      await Deno.writeTextFile(join(sessions, name, "stdout.txt"), stdout);
    }
    assert.equal(dockerfile, await read("Dockerfile"));
    assert.equal(stdout, await read("stdout.txt"));
    if (await exists(join(sessions, name, "run.cfg"))) {
      const section = await Deno.readTextFile(join(bench.project, "docker/run.cfg"));
      assert.equal(
        section.replaceAll(bench.tag.replace(":1.0", ""), "NAME"),
        await read("run.cfg"),
      );
    }
    assert.deepEqual(await bench.containers(), []);
    if (name === "secret") {
      const session = await Deno.readTextFile(join(bench.project, "docker/session.json"));
      assert.doesNotMatch(dockerfile + run.stdout + run.stderr + session, /hunter2|s3cr3t|abc123/);
    }
  });
}

async function copyFolder(from: string, to: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (name === ".keep") continue;
    const [source, target] = [join(from, name), join(to, name)];
    if (!isDirectory) {
      await Deno.copyFile(source, target);
      continue;
    }
    await Deno.mkdir(target);
    await copyFolder(source, target);
  }
}
