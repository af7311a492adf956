import assert from "node:assert/strict";

/** Runs dk with its streams put somewhere by a shell: `dk ARGS >/dev/full`. */
async function shell(line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const dk = `"${Deno.execPath()}" run -A --quiet main.ts`;
  const command = new Deno.Command("sh", { args: ["-c", line.replaceAll("dk ", `${dk} `)] });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("dk says that its stdout cannot be written", async () => {
  const { code, stderr } = await shell("dk --help >/dev/full");
  assert.equal(code, 1);
  assert.match(stderr, /^dk: Cannot write to stdout\nWhy: No space left on device.*\nNext: /);
});

Deno.test("dk keeps its exit code where its stderr cannot be written", async () => {
  assert.equal((await shell("dk nope 2>/dev/full")).code, 2);
});

Deno.test("dk is quiet when the reader of its stdout has gone", async () => {
  const { code, stdout, stderr } = await shell("{ sleep 0.1; dk --help; echo $? >&2; } | true");
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: "", stderr: "141\n" });
});
