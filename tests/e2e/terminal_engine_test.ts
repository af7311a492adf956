import assert from "node:assert/strict";
import { join } from "../../src/lib/path.ts";
import { dkExecutable } from "./dk_executable.ts";
import { containerName, dk, testImage } from "./dk_process.ts";
import { assertSane } from "./sane_terminal.ts";
import { Terminal } from "./terminal.ts";

const size = { columns: 93, rows: 37 };
const it = (name: string, ...command: string[]) =>
  [dkExecutable(), "run", "--rm", "-it", "--name", name, testImage, ...command].join(" ");

Deno.test("a program's first look at its terminal's size is right, every time", async () => {
  await using box = containerName("size");
  await using terminal = await Terminal.open(size);
  await terminal.line(
    `for i in $(seq 10); do ${it(box.name, "stty", "size")}; done; echo all-done`,
  );
  const screen = await terminal.waitFor(/^all-done$/m, 120);
  assert.equal(screen.match(/^37 93$/gm)?.length, 10, screen);
});

Deno.test("a shell in a container: keys, size, ^C, exit code, and a sane terminal after it", async () => {
  await using box = containerName("shell");
  await using terminal = await Terminal.open(size);
  await terminal.line(`${it(box.name, "bash", "--norc")}; echo "left with $?"`);
  await terminal.waitFor(/bash-\S+# $/);
  await terminal.line("stty size");
  await terminal.waitFor(/^37 93$/m);
  await terminal.resize(80, 24);
  await terminal.line("until stty size | grep '24 80'; do sleep 0.1; done");
  await terminal.waitFor(/^24 80$/m);
  await terminal.line("echo begun; sleep 1000");
  await terminal.waitFor(/^begun$/m);
  await terminal.keys("C-c");
  await terminal.line("echo code $?");
  await terminal.waitFor(/^code 130$/m);
  await terminal.line("exit 9");
  await terminal.waitFor(/^left with 9$/m);
  await assertSane(terminal);
});

Deno.test("ctrl-p ctrl-q leaves the container running; attach takes part in it again", async () => {
  await using box = containerName("leave");
  await using terminal = await Terminal.open(size);
  await terminal.line(`${it(box.name, "bash", "--norc")}; echo "left with $?"`);
  await terminal.waitFor(/bash-\S+# $/);
  await terminal.keys("C-p", "C-q");
  await terminal.waitFor(/^left with 0$/m);
  await assertSane(terminal);
  assert.equal((await dk(["exec", box.name, "true"])).exitCode, 0);
  await terminal.line("clear");
  await terminal.line(`${dkExecutable()} attach ${box.name}; echo "ended with $?"`);
  await terminal.waitFor(/bash-\S+# $/);
  await terminal.line("exit 3");
  await terminal.waitFor(/^ended with 3$/m);
});

Deno.test("a terminal becomes raw while nothing else goes on, and sane again", async () => {
  const folder = await Deno.makeTempDir({ prefix: "dkt-stty-" });
  // As on a busy machine, where the terminal's settings are long in coming.
  const slow = `#!/bin/sh\nsleep 0.2\nPATH=\${PATH#*:}\nexec stty "$@"\n`;
  await Deno.writeTextFile(`${folder}/stty`, slow, { mode: 0o755 });
  await using terminal = await Terminal.open(size);
  const program = join(import.meta.dirname!, "raw_terminal_program.ts");
  const run = `PATH=${folder}:$PATH ${Deno.execPath()} run -A --no-check ${program}`;
  await terminal.line(`clear; ${run}; echo "ended $?"`);
  assert.match(await terminal.waitFor(/^ended \d/m), /^raw now\nended 0$/m);
  await assertSane(terminal);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("exec -it has the terminal's size from the start", async () => {
  await using box = containerName("execit");
  await dk(["run", "-d", "--name", box.name, testImage, "sleep", "1000"]);
  await using terminal = await Terminal.open(size);
  await terminal.line(
    `for i in $(seq 5); do ${dkExecutable()} exec -it ${box.name} stty size; done; echo all-done`,
  );
  const screen = await terminal.waitFor(/^all-done$/m);
  assert.equal(screen.match(/^37 93$/gm)?.length, 5, screen);
});

for (const signal of ["TERM", "HUP", "KILL"]) {
  Deno.test(`the terminal is sane after SIG${signal} to dk`, async () => {
    await using box = containerName(`sig${signal.toLowerCase()}`);
    await using terminal = await Terminal.open(size);
    const program = `sh -c 'trap "exit 4" TERM HUP; echo up; while :; do sleep 0.1; done'`;
    await terminal.line(`${it(box.name, program)}; echo "left with $?"`);
    await terminal.waitFor(/^up$/m);
    const pid = await childOf(await terminal.shellPid());
    Deno.kill(pid, `SIG${signal}` as Deno.Signal);
    await terminal.waitFor(signal === "KILL" ? /^left with 137$/m : /^left with 4$/m);
    await assertSane(terminal);
  });
}

/** The process that a shell waits for. */
async function childOf(pid: number): Promise<number> {
  const text = await Deno.readTextFile(`/proc/${pid}/task/${pid}/children`);
  return Number(text.trim().split(" ").at(-1));
}
