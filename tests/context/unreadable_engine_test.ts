import assert from "node:assert/strict";
import { CaptureEngine, dockerContext } from "./capture_engine.ts";

const NOBODY = 65534;

const rest = ".dockerignore\nDockerfile";

/**
 * Ignore lines, and what dk makes of them. Docker refuses all of these: it reads a directory
 * before it asks whether it is ignored, so that a line cannot help. In dk it does.
 */
const cases: [what: string, ignore: string, expected: string | RegExp][] = [
  ["a file that may not be read", "locked", /^refused: No permission to read secret/],
  ["a directory that may not be read", "secret", /^refused: Cannot read locked/],
  ["both, ignored", "secret\nlocked", rest],
  ["an ignored directory that a line looks into", "secret\nlocked\n!locked/x", rest],
];

for (const [what, ignore, expected] of cases) {
  Deno.test(`what may not be read is found before anything is sent: ${what}`, async () => {
    const work = await Deno.makeTempDir({ prefix: "dk-context-" });
    try {
      const root = await makeContext(work, ignore);
      await using engine = new CaptureEngine(`${work}/engine.sock`);
      await Deno.chmod(engine.path, 0o777);
      const theirs = await dockerAsNobody(work, engine, root);
      assert.equal(theirs.archive, undefined);
      const ours = await sendAsNobody(root);
      if (typeof expected === "string") assert.equal(ours, expected);
      else assert.match(ours, expected);
    } finally {
      await Deno.chmod(`${work}/c/locked`, 0o755);
      await Deno.remove(work, { recursive: true });
    }
  });
}

async function makeContext(work: string, ignore: string): Promise<string> {
  const root = `${work}/c`;
  await Deno.chmod(work, 0o755);
  await Deno.mkdir(`${root}/locked`, { recursive: true });
  await Deno.writeTextFile(`${root}/Dockerfile`, "FROM scratch\n");
  await Deno.writeTextFile(`${root}/.dockerignore`, ignore);
  await Deno.writeTextFile(`${root}/locked/x`, "x");
  await Deno.writeTextFile(`${root}/secret`, "secret");
  await Deno.chmod(`${root}/secret`, 0o000);
  await Deno.chmod(`${root}/locked`, 0o000);
  return root;
}

/** Runs a copy of docker: the client itself may lie where only root may look, as below its home. */
async function dockerAsNobody(work: string, engine: CaptureEngine, root: string) {
  const docker = `${work}/docker`;
  await Deno.copyFile(await findProgram(Deno.env.get("DK_TEST_DOCKER") ?? "docker"), docker);
  await Deno.chmod(docker, 0o755);
  return await dockerContext(docker, engine, root, ["."], Deno.uid() === 0 ? NOBODY : undefined);
}

async function findProgram(name: string): Promise<string> {
  if (name.includes("/")) return name;
  for (const directory of (Deno.env.get("PATH") ?? "").split(":")) {
    const path = `${directory}/${name}`;
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  }
  throw new Error(`There is no ${name} on PATH`);
}

async function sendAsNobody(root: string): Promise<string> {
  const script = new URL("send_as_nobody.ts", import.meta.url).pathname;
  const args = ["run", "-A", "--no-check", script, root];
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("a file that may not be read stops neither client once it is ignored", async () => {
  const work = await Deno.makeTempDir({ prefix: "dk-context-" });
  try {
    const root = await makeContext(work, "secret");
    await Deno.chmod(`${root}/locked`, 0o755);
    await using engine = new CaptureEngine(`${work}/engine.sock`);
    await Deno.chmod(engine.path, 0o777);
    const theirs = await dockerAsNobody(work, engine, root);
    assert.ok(theirs.archive, theirs.refusal);
    assert.equal(await sendAsNobody(root), `${rest}\nlocked\nlocked/x`);
  } finally {
    await Deno.remove(work, { recursive: true });
  }
});
