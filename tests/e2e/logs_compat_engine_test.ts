import assert from "node:assert/strict";
import { containerName, dk, testImage } from "./dk_process.ts";

Deno.test("logs: the last lines, with their times, from a time on", async () => {
  await using box = containerName("logs");
  const args = ["run", "--name", box.name, testImage, "sh", "-c", "echo a; echo b; echo c >&2"];
  assert.equal((await dk(args)).exitCode, 0);
  assert.deepEqual(await dk(["logs", box.name]), { exitCode: 0, stdout: "a\nb\n", stderr: "c\n" });
  const timed = await dk(["logs", "--timestamps", box.name]);
  assert.match(timed.stdout, /^\d{4}-\d\d-\d\dT\S+Z a\n\S+Z b\n$/);
  assert.equal((await dk(["logs", "--since", "2999-01-01", box.name])).stdout, "");
  assert.equal((await dk(["logs", "--until", "2001-01-01T00:00:00Z", box.name])).stdout, "");
  const tail = await dk(["logs", "--tail", "1", box.name]);
  assert.equal((tail.stdout + tail.stderr).split("\n").length, 2);
});

Deno.test("logs: -f goes on until the container ends", async () => {
  await using box = containerName("follow");
  const script = "for i in 1 2 3; do echo $i; sleep 0.3; done";
  await dk(["run", "-d", "--name", box.name, testImage, "sh", "-c", script]);
  assert.deepEqual(await dk(["logs", "-f", box.name]), {
    exitCode: 0,
    stdout: "1\n2\n3\n",
    stderr: "",
  });
});
