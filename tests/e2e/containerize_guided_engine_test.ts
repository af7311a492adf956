/** `dk containerize` without steps: answered by flags alone, and over a session that was left. */
import assert from "node:assert/strict";
import { removeContainer } from "../../src/engine/containers/lifecycle.ts";
import { listContainers } from "../../src/engine/containers/list.ts";
import { processesWith } from "./build_ground.ts";
import { until } from "../../src/lib/until_fixture.ts";
import { ContainerizeBench } from "./containerize_bench.ts";
import { dkExecutable } from "./dk_executable.ts";
import { dk } from "./dk_process.ts";
import { Terminal } from "./terminal.ts";

Deno.test("flags that answer every question need nobody and no --yes", async () => {
  await using bench = await ContainerizeBench.open();
  const answers = ["--base", bench.base, "--dependency", "", "--install", "touch /made"];
  const args = ["containerize", bench.project, ...answers, "--env", "", "-t", bench.tag];
  const lacking = await dk(args);
  assert.equal(lacking.exitCode, 2);
  assert.match(lacking.stderr, /There is no command to test the image with, and nobody can be ask/);
  await bench.assertNothingLeft();
  const done = await dk([...args, "--test", "ls /made"]);
  assert.equal(done.exitCode, 0, done.stderr);
  assert.match(done.stdout, /^\/made\nsha256:/);
});

Deno.test("a session that was left is gone on with, or removed when that is wished", async () => {
  await using bench = await ContainerizeBench.open();
  await using _left = {
    async [Symbol.asyncDispose]() {
      for (const id of await sessions(bench)) {
        await removeContainer(bench.engine, id, { force: true });
      }
    },
  };
  const flags = `--base ${bench.base} --dependency '' --install '' --env '' --test 'ls /made'`;
  const command = `${dkExecutable()} containerize ${bench.project} ${flags} -t ${bench.tag}`;
  const run = `clear; XDG_STATE_HOME=${bench.outside}/state ${command}`;
  /** Closes the terminal in the middle, which is how sessions are left. */
  const inTerminal = async (work: (terminal: Terminal) => Promise<void>) => {
    const terminal = await Terminal.open({ columns: 110, rows: 60 });
    try {
      await terminal.line(run);
      await work(terminal);
      await terminal.line("echo over");
      await terminal.waitFor(/^over\n.*[#$] $/m);
    } finally {
      await terminal[Symbol.asyncDispose]();
    }
    await until(() => processesWith(`containerize\0${bench.project}`).length === 0);
  };
  await inTerminal(async (terminal) => {
    await terminal.waitFor(/dk done[^]*[#$] $/);
    await terminal.line("touch /made");
  });
  const [first] = await sessions(bench);

  await inTerminal(async (terminal) => {
    await leftQuestion(terminal);
    await terminal.line("what");
    await terminal.waitFor(/There is no choice "what"\n.*n begins anew: $/);
    await terminal.keys("Enter");
    await terminal.waitFor(/Going on with the session[^]*dk done[^]*[#$] $/);
    await terminal.line("ls /made");
    await terminal.waitFor(/^\/made$/m);
  });
  assert.deepEqual(await sessions(bench), [first]);

  await inTerminal(async (terminal) => {
    await leftQuestion(terminal);
    await terminal.line("n");
    await terminal.waitFor(/The earlier session is removed[^]*dk done[^]*[#$] $/);
    await terminal.line("ls /made");
    await terminal.waitFor(/No such file/);
  });
  const left = await sessions(bench);
  assert.equal(left.length, 1);
  assert.notEqual(left[0], first);
});

async function leftQuestion(terminal: Terminal): Promise<void> {
  await terminal.waitFor(/was not ended; its steps so far: \d+\n.*n begins anew: $/);
}

/** Ids of the typed sessions' containers that the bench has. */
async function sessions(bench: ContainerizeBench): Promise<string[]> {
  const all = await listContainers(bench.engine, { all: true });
  return all.filter(({ Image }) => Image === bench.base).map(({ Id }) => Id);
}
