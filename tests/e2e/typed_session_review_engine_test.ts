/** Words that decide about steps, and the review, in a real terminal. */
import assert from "node:assert/strict";
import { ContainerizeBench } from "./containerize_bench.ts";
import { TypedSession } from "./typed_session.ts";

Deno.test("dk redo, drop and keep decide what becomes of steps", async () => {
  await using bench = await ContainerizeBench.open();
  await using session = await TypedSession.open(bench);
  await session.begun();
  for (const command of ["echo 1 > /srv/one", "echo 2 > /srv/two", "ls /srv"]) {
    await session.run(command);
  }
  await session.word("undo", /^Undone: ls \/srv$/m);
  await session.word("undo", /^Undone: echo 2 > \/srv\/two$/m);
  await session.word("redo", /^Done again: echo 2 > \/srv\/two$/m);
  await session.word("redo", /^Done again: ls \/srv$/m);
  await session.word("redo", /There is nothing to redo/);
  await session.word("drop 1", /^Left out of the Dockerfile: echo 1 > \/srv\/one$/m);
  await session.word("keep 3", /^Kept in the Dockerfile: ls \/srv$/m);
  await session.word("drop 9", /Name a step, 1 to 3/);
  await session.word("test cat /srv/two", /^2$/m);
  await session.run("dk status > /srv/status");
  await session.run("grep -c ^RUN /srv/status");
  const screen = await session.done();
  assert.match(screen, /^1\n/m);
  assert.match(screen, /^left with 0$/m);
  assert.match(screen, /^ {2}Equal: .*1 path of step 1 left out, 1 path of step 4 left out/m);
  const dockerfile = await Deno.readTextFile(`${bench.project}/Dockerfile`);
  assert.match(dockerfile, /^RUN .*echo 2 > \/srv\/two[^]*ls \/srv$/m);
  assert.doesNotMatch(dockerfile, /echo 1|srv\/status/);
  await session.assertNothingLeft();
});

Deno.test("the review takes another wording, another order and another test", async () => {
  await using bench = await ContainerizeBench.open();
  await using session = await TypedSession.open(bench);
  await session.begun();
  for (
    const command of [
      `echo "export GREETING='good day'" >> ~/.bashrc && exec bash`,
      "echo $GREETING > /srv/one",
      "echo 2 > /srv/two",
    ]
  ) await session.run(command);
  const { terminal } = session;
  await terminal.line("dk done");
  await terminal.waitFor(/^Test[^]*> $|^Test[^]*› ?$/m);
  await terminal.keys("Enter");
  await terminal.waitFor(/leaves it for later: $/);
  await terminal.line("t");
  await terminal.waitFor(/^Test[^]*›[^]*$/m);
  await terminal.line("cat /srv/one");
  await terminal.waitFor(/== Test: cat \/srv\/one\n[^]*leaves it for later: $/);
  await terminal.line("e");
  await terminal.waitFor(/^Steps[^]*› ?$/m);
  await terminal.keys("Up", "C-u");
  await terminal.line("drop 3 echo 2 > /srv/two");
  await terminal.keys("Enter");
  const reviewed = await terminal.waitFor(/drop 3 echo 2[^]*== Dockerfile[^]*for later: $/);
  const shown = reviewed.slice(reviewed.lastIndexOf("== Dockerfile"));
  assert.doesNotMatch(shown, /echo 2/);
  await terminal.keys("Enter");
  const screen = await terminal.waitFor(/^left with \d+$/m, 120);
  assert.match(screen, /^left with 0$/m);
  const dockerfile = await Deno.readTextFile(`${bench.project}/Dockerfile`);
  assert.match(screen, /^ {2}Equal: /m);
  assert.doesNotMatch(dockerfile, /exec bash/);
  assert.match(
    dockerfile,
    /^ENV GREETING="good day"\n\nRUN .*> \/srv\/one[^]*CMD \["cat", "\/srv\/one"\]/m,
  );
  await session.assertNothingLeft();
});
