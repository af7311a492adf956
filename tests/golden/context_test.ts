import assert from "node:assert/strict";
import { captureRun } from "./captured_run.ts";

const cases: [path: string, note: RegExp][] = [
  ["here", /^$/],
  ["gone", /^Note: there is no gone in .* yet\n$/],
  ["here/below", /^Note: there is no here\/below in .* yet\n$/],
];

for (const [path, note] of cases) {
  Deno.test(`dk context --explain ${path} tells whether that is there`, async () => {
    const directory = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${directory}/here`, "");
      const { exitCode, stdout, stderr } = await captureRun([
        "context",
        "--explain",
        path,
        directory,
      ]);
      assert.equal(exitCode, 0, stderr);
      assert.equal(stdout, `${path} is sent: no line matches it\n`);
      assert.match(stderr, note);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
}

/** A context of `files`; removed when it is disposed of. */
async function contextOf(files: Record<string, string>) {
  const path = await Deno.makeTempDir();
  for (const [name, content] of Object.entries(files)) {
    await Deno.mkdir(`${path}/${name}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(`${path}/${name}`, content);
  }
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

Deno.test("dk context names the secrets that the Dockerfile copies, and what keeps them out", async () => {
  await using context = await contextOf({
    "Dockerfile": "FROM scratch\nCOPY app /app\n",
    "app/.env": "A=1",
    "other/.env": "A=1",
  });
  const { stdout } = await captureRun(["context", "--format", "json", context.path]);
  const what = "variables of an environment";
  assert.deepEqual(JSON.parse(stdout).secrets, [{ path: "app/.env", what, line: "**/.env" }]);
  const text = (await captureRun(["context", context.path])).stdout;
  assert.match(text, /\n {2}app\/\.env: variables .* by the line \*\*\/\.env\n/);
});

Deno.test("dk context --suggest can be added to the ignore file, and saves what it says", async () => {
  await using context = await contextOf({
    ".dockerignore": "*.log",
    "a.log": "ignored already",
    "Dockerfile": "FROM scratch\nCOPY .git/HEAD /\n",
    ".git/HEAD": "x",
    "node_modules/__pycache__/a.pyc": "abc",
    "lib/__pycache__/a.pyc": "ab",
  });
  const bytes = async () => {
    const { stdout } = await captureRun(["context", "--format", "json", context.path]);
    return JSON.parse(stdout).bytes - (await Deno.stat(`${context.path}/.dockerignore`)).size;
  };
  const before = await bytes();
  const asked = ["context", "--suggest", context.path];
  const suggestions = JSON.parse((await captureRun([...asked, "--format", "json"])).stdout);
  const lines = suggestions.map((
    { line, bytes }: { line: string; bytes: number },
  ) => [line, bytes]);
  assert.deepEqual(lines, [["**/__pycache__", 5]]);
  const { stdout } = await captureRun(asked);
  await Deno.writeTextFile(`${context.path}/.dockerignore`, stdout, { append: true });
  assert.equal(await bytes(), before - 5);
  assert.equal((await captureRun(asked)).stdout, "");
});
