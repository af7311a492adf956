import assert from "node:assert/strict";
import { ContainerizeBench } from "./containerize_bench.ts";
import { HeldTerminal, idleContainer, type Word } from "./held_terminal.ts";
import { openTestEngine } from "../../src/engine/engine_fixture.ts";
import { testImage } from "./dk_process.ts";

Deno.test("commands pasted in brackets are told one by one, each looked at before the next, and what is typed ahead", async () => {
  await using engine = await openTestEngine();
  await using container = await idleContainer(engine, testImage);
  await using other = await idleContainer(engine, testImage);
  await using held = await HeldTerminal.open([container.id, other.id], { listing: 200 });
  await held.terminal.paste("cd /tmp\n(exit 4)\n# between\nfor i in 1 2; do\necho $i\ndone\nfalse");
  await held.terminal.waitFor(/^false$/m);
  assert.deepEqual(await held.commands(), []);
  await held.terminal.keys("Enter");
  for (const ahead of ["echo code $?", "dk switch", "echo 1", "echo 2"]) {
    await held.terminal.line(ahead);
  }
  await held.until((events) => events.length === 10);
  const commands = await held.commands();
  assert.deepEqual(commands.map(({ command, exit, sawInput }) => [command, exit, sawInput]), [
    ["cd /tmp", 0, false],
    ["(exit 4)", 4, false],
    ["for i in 1 2; do\necho $i\ndone", 0, false],
    ["false", 1, false],
    ["echo code $?", 0, false],
    ["echo 1", 0, false],
    ["echo 2", 0, false],
  ]);
  for (const [index, { command, seconds, looked: [end] }] of commands.entries()) {
    const before = commands[index - 1]?.looked[1] ?? 0;
    assert.ok(end - seconds * 1000 >= before - 1, `${command} began while one was looked at`);
  }
  await held.terminal.waitFor(/^code 1$/m);
});

Deno.test("the session's history, completion and size are those of a shell on this terminal", async () => {
  await using engine = await openTestEngine();
  await using container = await idleContainer(engine, testImage);
  await using held = await HeldTerminal.open([container.id], { size: { columns: 93, rows: 37 } });
  const { terminal } = held;
  await terminal.keys("Up", "Enter");
  await held.until((events) => events.at(-1)?.what === "finished");
  assert.equal((await held.commands())[0].command, "echo earlier");
  await held.run("stty size; echo $TERM");
  await terminal.waitFor(/^37 93$/m);
  await terminal.resize(80, 24);
  await held.run("until stty size | grep '24 80'; do sleep 0.1; done");
  await terminal.waitFor(/^24 80$/m);
  await terminal.line("ls -d /etc/hostn\t");
  await held.until((events) => events.filter(({ what }) => what === "finished").length === 4);
  assert.equal((await held.commands()).at(-1)?.command, "ls -d /etc/hostname ");
  await held.run("echo [$HISTFILE$BASH_ENV$ENV]; env");
  await held.run("PS1='new> '");
  await terminal.waitFor(/^new> $/m);
  await held.run("bash --norc -c 'declare -F; echo nested'");
  await terminal.waitFor(/^nested$/m);
  assert.doesNotMatch(await terminal.screen(), /__dk/);
});

for (const kind of ["bash", "busybox"] as const) {
  Deno.test(`no command is lost where exec puts another shell in the place of one: ${kind}`, async () => {
    await using bench = await ContainerizeBench.open(kind);
    await using container = await idleContainer(bench.engine, bench.base);
    await using held = await HeldTerminal.open([container.id]);
    const { terminal } = held;
    await held.run("cd /tmp; export KEPT=1; unexported=1; umask 027");
    const told: [string, boolean][] = [["cd /tmp; export KEPT=1; unexported=1; umask 027", false]];
    if (kind === "bash") {
      await held.run("echo 'export READ=$KEPT; echo hello' >> ~/.bashrc; exec 5>&1");
      const { state } = await held.run('exec "$SHELL"');
      assert.deepEqual([state.env.READ, state.directory, state.umask], ["1", "/tmp", "0027"]);
      assert.equal(state.variables.unexported, undefined);
      await terminal.waitFor(/exec "\$SHELL"\nhello\n.*# $/);
      await terminal.line("dk status");
      await terminal.waitFor(/^you said:\nstatus$/m);
      await held.run("exec -l bash");
      const late = "sleep 0.2; cd /srv && umask 022 && LATE=1 exec bash";
      const { state: { directory, umask, env } } = await held.run(late);
      assert.deepEqual([directory, umask, env.LATE, env.KEPT], ["/srv", "0022", "1", "1"]);
      const often = [..."12345"].map((number) => `true ${number} && exec bash`);
      for (const command of often) await held.run(command);
      await held.run("echo on");
      await held.run("false && exec bash");
      await terminal.line("exit");
      told.push(["echo 'export READ=$KEPT; echo hello' >> ~/.bashrc; exec 5>&1", false]);
      told.push(['exec "$SHELL"', false], ["exec -l bash", false], [late, false]);
      told.push(...often.map((command): [string, boolean] => [command, false]));
      told.push(["echo on", false], ["false && exec bash", false]);
    } else {
      await terminal.line("exec sh");
      await terminal.line("touch made");
      await terminal.line("exit");
      told.push(["", true]);
    }
    await terminal.waitFor(/left with 0$/m);
    const commands = (await held.commands()).map(({ command, sawInput }) => [command, sawInput]);
    assert.deepEqual(commands, told);
  });
}

/** Base image, and a command that takes the hook's place away. */
const losses: ["bash" | "busybox", string, string[]][] = [
  ["bash", "PROMPT_COMMAND=", ["PROMPT_COMMAND=", "false", "touch /tmp/a", "true"]],
  ["busybox", "PS1='> '", ["PS1='> '\nfalse\ntouch /tmp/a", "true"]],
];

for (const [kind, command, told] of losses) {
  Deno.test(`no command is lost where ${command} takes the recorder's place`, async () => {
    await using bench = await ContainerizeBench.open(kind);
    await using container = await idleContainer(bench.engine, bench.base);
    await using held = await HeldTerminal.open([container.id]);
    for (const line of [command, "false", "touch /tmp/a", "dk status", "true"]) {
      await held.terminal.line(line);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await held.until((events) =>
      events.filter(({ what }) => what === "finished").length === told.length
    );
    const commands = await held.commands();
    assert.deepEqual(commands.map(({ command }) => command), told);
    if (kind === "bash") assert.ok(!commands.some(({ sawInput }) => sawInput));
  });
}

Deno.test("an editor has the whole terminal, and what it did counts as typed", async () => {
  await using bench = await ContainerizeBench.open("busybox");
  await using container = await idleContainer(bench.engine, bench.base);
  await using held = await HeldTerminal.open([container.id]);
  const { terminal } = held;
  await terminal.line("vi /tmp/made");
  await terminal.waitFor(/^~$/m);
  await terminal.line("iby hand");
  await terminal.waitFor(/^I \/tmp\/made/m);
  await terminal.keys("Escape");
  await terminal.waitFor(/^- \/tmp\/made/m); // Else it begins a key's sequence.
  await terminal.line(":wq");
  await held.until((events) => events.at(-1)?.what === "finished");
  await held.run("cat /tmp/made");
  await terminal.waitFor(/^by hand$/m);
  const told = (await held.commands()).map(({ command, sawInput }) => [command, sawInput]);
  assert.deepEqual(told, [["vi /tmp/made", true], ["cat /tmp/made", false]]);
});

for (const kind of ["user", "busybox"] as const) {
  Deno.test(`a session of a user without rights: ${kind}`, async () => {
    await using bench = await ContainerizeBench.open(kind);
    await using container = await idleContainer(bench.engine, bench.base, "1234");
    await using held = await HeldTerminal.open([container.id]);
    const { uid, state } = await held.run("cd /tmp && umask 077 && touch mine");
    assert.equal(uid, "1234");
    assert.equal(state.directory, "/tmp");
    await held.run("touch /etc/no");
    assert.equal((await held.commands()).at(-1)?.exit, 1);
  });
}

Deno.test("100 MB of output arrive whole", async () => {
  await using engine = await openTestEngine();
  await using container = await idleContainer(engine, testImage);
  await using held = await HeldTerminal.open([container.id]);
  await held.terminal.line("dk count");
  await held.terminal.waitFor(/^counting$/m);
  const command = "seq -f 'line %010.0f of a hundred megabytes' 2500000";
  const { exit } = await held.run(command, 300);
  assert.equal(exit, 0);
  await held.terminal.line("dk count");
  const events = await held.until((events) => events.at(-1)?.what === "word", 60);
  assert.deepEqual((events.at(-1) as Word).counted, {
    lines: 2_500_000,
    last: "line 0002500000 of a hundred megabytes",
  });
});
