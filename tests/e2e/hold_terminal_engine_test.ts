import assert from "node:assert/strict";
import { containerChanges } from "../../src/engine/containers/changes.ts";
import { until } from "../../src/lib/until_fixture.ts";
import { type BaseKind, ContainerizeBench } from "./containerize_bench.ts";
import { HeldTerminal, idleContainer, runsIn } from "./held_terminal.ts";

const shells: [kind: BaseKind, shell: string][] = [
  ["bash", "bash"],
  ["dash", "posix"],
  ["busybox", "ash"],
];

for (const [kind, shell] of shells) {
  Deno.test(`a session in ${shell}: each command with its text, exit code and shell`, async () => {
    await using bench = await ContainerizeBench.open(kind);
    await using container = await idleContainer(bench.engine, bench.base);
    const before = new Set(
      (await containerChanges(bench.engine, container.id)).map(({ path }) => path),
    );
    await using held = await HeldTerminal.open([container.id]);
    const { terminal } = held;
    assert.equal((await held.events())[0].what, "started");

    await held.run("cd /tmp; export A='x y'; B=1; umask 027");
    await terminal.keys("Enter");
    await terminal.line("# nothing");
    await held.run("false");
    await held.run("nosuchcommand");
    await held.run("echo code $?");
    await held.run("echo code $?");
    for (const line of ["cat > f <<X", "a", "a", "", "b"]) await terminal.line(line);
    await held.run("X");
    await terminal.line("for i in 1 2; do");
    await held.run("echo $i; done");
    await terminal.line("echo a \\");
    await held.run("  b");
    await terminal.line("sleep 100");
    await until(() => runsIn(bench.engine, container.id, "sleep 100"));
    await terminal.keys("C-c");
    await held.until((events) => events.filter(({ what }) => what === "finished").length === 9);
    await held.run("echo $?");
    await terminal.line("echo unfinished");
    await terminal.line("exit 3 # at the end");
    await terminal.waitFor(/left with 0$/m);

    const commands = await held.commands();
    const told = commands.map(({ command, exit, sawInput }) => [command, exit, sawInput]);
    assert.deepEqual(told, [
      ["cd /tmp; export A='x y'; B=1; umask 027", 0, false],
      ["false", 1, false],
      ["nosuchcommand", 127, false],
      ["echo code $?", 0, false],
      ["echo code $?", 0, false],
      ["cat > f <<X\na\na\n\nb\nX", 0, false],
      ["for i in 1 2; do\necho $i; done", 0, false],
      // The history of bash joins such lines.
      [shell === "bash" ? "echo a   b" : "echo a \\\n  b", 0, false],
      ["sleep 100", 130, false],
      ["echo $?", 0, false],
      ["echo unfinished", 0, false],
    ]);
    const { state, uid } = commands[4];
    assert.equal(state.directory, "/tmp");
    assert.equal(state.env.A, "x y");
    assert.equal(state.variables.B.replaceAll("'", ""), "1");
    assert.equal(state.umask.replace(/^0+/, ""), "27");
    assert.equal(uid, "0");
    const screen = await terminal.screen();
    assert.match(screen, /^code 127$/m);
    assert.match(screen, /^130$/m);
    const changed = (await containerChanges(bench.engine, container.id)).map(({ path }) => path);
    assert.deepEqual(changed.filter((path) => path !== "/tmp" && !before.has(path)), ["/tmp/f"]);
  });

  Deno.test(`a session in ${shell} tells what a program has read from what was typed ahead`, async () => {
    await using bench = await ContainerizeBench.open(kind);
    await using container = await idleContainer(bench.engine, bench.base);
    await using held = await HeldTerminal.open([container.id], { listing: 300 });
    const { terminal } = held;
    await terminal.line("echo typing; cat > /tmp/file");
    await terminal.waitFor(/^typing$/m); // At the shell, ^D would be no end of a file.
    await terminal.line("by hand");
    await terminal.keys("C-d");
    await held.until((events) => events.length === 2);
    const pasted = [...new Array(20).keys()].map((number) => `echo pasted $((${number} * 3))`);
    await terminal.line(`sleep 1\n${pasted.join("\n")}`);
    await held.until((events) => events.length === 23, 60);
    await terminal.line("sleep 1");
    await terminal.line("cat /tmp/file");
    await held.until((events) => events.length === 25);
    const commands = await held.commands();
    const told = commands.map(({ command, sawInput }) => [command, sawInput]);
    assert.deepEqual(told, [
      ["echo typing; cat > /tmp/file", true],
      ["sleep 1", false],
      ...pasted.map((command) => [command, false]),
      ["sleep 1", false],
      ["cat /tmp/file", false],
    ]);
    for (const [index, { looked: [begin], seconds }] of commands.entries()) {
      const before = commands[index - 1]?.looked[1] ?? 0;
      assert.ok(
        begin - seconds * 1000 >= before - 1,
        `command ${index} began while one was looked at`,
      );
    }
    assert.match(await terminal.screen(), /^pasted 57$/m);
  });

  Deno.test(`a session in ${shell}: dk words, another container, and the end by a word`, async () => {
    await using bench = await ContainerizeBench.open(kind);
    await using first = await idleContainer(bench.engine, bench.base);
    await using second = await idleContainer(bench.engine, bench.base);
    await using held = await HeldTerminal.open([first.id, second.id]);
    const { terminal } = held;
    await held.run("f() { echo called $1; }");
    await held.run('PS1="(undone) $PS1"');
    await held.run("cd /tmp; export A='it'\"'\"'s'; B='1  2'; PATH=$PATH:/x");
    await terminal.line("dk status 'two words'");
    await terminal.waitFor(/^you said:\nstatus\ntwo words$/m);
    await held.run("echo code $?");
    await terminal.waitFor(/^code 2$/m);
    await terminal.line("dk status 'into  a file' > /tmp/said; clear");
    await terminal.line("dk status '  = ' 'through a pipe' | sed 's/^/| /'");
    await terminal.waitFor(/^\| {3}= \n\| through a pipe$/m);
    await held.run("cat /tmp/said");
    await terminal.waitFor(/^you said:\nstatus\ninto {2}a file$/m);
    await terminal.line("dk wait");
    await held.until((events) => events.at(-1)?.what === "word");
    await terminal.keys("C-c");
    await terminal.waitFor(/^waiting was ended$/m);
    await terminal.line("dk switch");
    await held.until((events) => events.at(-1)?.what === "started");
    const { state } = await held.run("echo $A $B $PWD $HOSTNAME; hostname");
    assert.equal(state.directory, "/tmp");
    assert.match(state.env.PATH, /:\/x$/);
    await terminal.waitFor(new RegExp(`^it's 1 2 /tmp .*\n${second.id.slice(0, 12)}$`, "m"));
    await held.run("f again");
    await terminal.waitFor(/^called again$/m);
    assert.match(await terminal.screen(), /^\(undone\) .*f again$/m);
    // One echo, by the shell's terminal: this one is raw.
    assert.equal((await terminal.screen()).match(/f again$/mg)?.length, 1);
    await terminal.line("dk end");
    await terminal.waitFor(/left with 0$/m);
    assert.deepEqual((await held.events()).at(-1), { what: "end", end: "end" });
    const words = (await held.commands()).filter(({ command }) => /^dk/.test(command));
    // The others cannot leave anything behind.
    assert.deepEqual(words.map(({ command, isWord }) => [command.slice(0, 13), isWord]), [
      ["dk status 'in", true],
      ["dk status '  ", true],
    ]);
  });
}
