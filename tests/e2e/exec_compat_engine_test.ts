import assert from "node:assert/strict";
import { containerName, dk, testImage } from "./dk_process.ts";

async function running(name: string): Promise<void> {
  const { exitCode, stderr } = await dk(["run", "-d", "--name", name, testImage, "sleep", "1000"]);
  assert.equal(exitCode, 0, stderr);
}

Deno.test("exec: streams, variables, folder, user and exit code", async () => {
  await using box = containerName("exec");
  await running(box.name);
  const script = 'echo "$A $(pwd) $(id -u)"; echo err >&2; cat; exit 5';
  const args = [
    "exec",
    "-i",
    "-e",
    "A=1",
    "-w",
    "/tmp",
    "-u",
    "65534",
    box.name,
    "sh",
    "-c",
    script,
  ];
  assert.deepEqual(await dk(args, { stdin: "in\n" }), {
    exitCode: 5,
    stdout: "1 /tmp 65534\nin\n",
    stderr: "err\n",
  });
});

Deno.test("exec: -d leaves the command running and says nothing", async () => {
  await using box = containerName("execd");
  await running(box.name);
  const args = ["exec", "-d", box.name, "sh", "-c", "sleep 0.2; touch /made"];
  assert.deepEqual(await dk(args), { exitCode: 0, stdout: "", stderr: "" });
  const wait = "for i in 1 2 3 4 5 6 7 8 9; do [ -e /made ] && exit 0; sleep 0.3; done; exit 1";
  assert.equal((await dk(["exec", box.name, "sh", "-c", wait])).exitCode, 0);
});

Deno.test("exec: a container that is not there is named", async () => {
  const { exitCode, stderr } = await dk(["exec", "dkt-absent", "true"]);
  assert.equal(exitCode, 1);
  assert.match(stderr, /dkt-absent/);
});
