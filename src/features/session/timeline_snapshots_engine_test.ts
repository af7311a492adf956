import assert from "node:assert/strict";
import { removeContainer } from "../../engine/containers/lifecycle.ts";
import type { Transport } from "../../engine/transport.ts";
import { TestSession } from "./session_fixture.ts";

/** A program left running: files are not changed under it, a new container is made. */
const leaveRunning = "sleep 1000 &";

/** Commits after the first wait for the gate. */
function gated(gate: Promise<void>): (engine: Transport) => Transport {
  let commits = 0;
  return (engine) => ({
    request: async (request) => {
      if (request.path === "/commit" && commits++ > 0) await gate;
      return await engine.request(request);
    },
    upgrade: (request) => engine.upgrade(request),
  });
}

/** Too large for a copy of its own. */
const large = "head -c 400000 /dev/zero > /srv/x";

/** What a command does while the snapshot before it is being made. */
const tornBy: [name: string, before: string, during: string, isKept: boolean][] = [
  ["adds", "echo 1 > /srv/x", "mkdir /srv/d; echo 2 > /srv/d/y; ln -s y /srv/d/link", true],
  [
    "modifies what the image had",
    "echo 1 > /srv/x",
    "echo 2 >> /etc/issue; chmod 600 /etc/motd",
    true,
  ],
  ["removes what the project had", "echo 1 > /srv/x", "rm /code/a.txt", true],
  ["modifies what the step before made", large, "echo 2 >> /srv/x", false],
  ["removes what the step before made", large, "rm /srv/x", false],
];

for (const [name, before, during, isKept] of tornBy) {
  Deno.test(`a snapshot survives a command meanwhile that ${name}: ${isKept}`, async () => {
    const gate = Promise.withResolvers<void>();
    // One snapshot, after the first step.
    const isWorthCommitting = (steps: readonly unknown[]) => steps.length === 1;
    await using session = await TestSession.open({ isWorthCommitting }, gated(gate.promise));
    await session.timeline.settle();
    await session.type(before);
    const wanted = await session.tree();
    await session.type(during);
    gate.resolve();
    await session.timeline.settle();
    const snapshots = session.timeline.saved().snapshots.map(({ step }) => step);
    assert.deepEqual(snapshots, [0, 1]);
    await session.type(leaveRunning);
    assert.equal(session.timeline.saved().snapshots.some(({ step }) => step === 1), isKept);
    const move = await session.restore(1);
    assert.equal(move.isElsewhere, true);
    assert.deepEqual(move.differences, []);
    assert.equal(await session.tree(), wanted);
    assert.equal(session.timeline.saved().origin, isKept ? 1 : 0);
    assert.deepEqual(session.notices, []);
  });
}

Deno.test("a new container has the shell's state, files made by hand, and what was to be redone", async () => {
  await using session = await TestSession.open();
  await session.timeline.settle();
  await session.type("cd /srv; umask 027; export A='1 2'; b=3; f() { echo $b; }; set -f");
  const handmade = [{
    path: "/srv/notes",
    mode: 0o640,
    owner: "0:0",
    content: new TextEncoder().encode("by hand\n"),
  }];
  await session.type("printf 'by hand\\n' > notes; edited=1", handmade);
  await session.type("touch made; mkdir -p deep/er");
  const wanted = await session.tree();
  await session.type("echo more >> made");
  await session.type(leaveRunning);
  const move = await session.restore(3);
  assert.deepEqual([move.isElsewhere, move.differences, move.otherEnds], [true, [], []]);
  assert.equal(await session.tree(), wanted);
  const seen = await session.see('pwd; umask; echo "$A"; f; echo $-; echo $edited');
  assert.match(seen, /^\/srv\n0027\n1 2\n3\n\S*f\S*\n1$/);
});

Deno.test("what a repetition does otherwise is told", async () => {
  await using session = await TestSession.open({ isWorthCommitting: () => false });
  await session.type(
    "date +%N > /srv/at-$(date +%N); [ ! -e /tmp/second ]; test -e /dev/shm/first",
  );
  await session.shell.run("touch /dev/shm/first");
  await session.type("test -e /dev/shm/first && touch /srv/only-then");
  await session.type("touch /srv/last");
  await session.type(leaveRunning);
  const { differences, otherEnds } = await session.restore(2);
  assert.deepEqual(
    differences.map(({ path, expected, found }) => [path.replace(/\d+/, "N"), expected, found])
      .sort(),
    [
      ["/srv/at-N", "added", undefined],
      ["/srv/at-N", undefined, "added"],
      ["/srv/only-then", "added", undefined],
    ].sort(),
  );
  assert.deepEqual(otherEnds.map(({ step, exit }) => [step.line, step.exit, exit]), [[2, 0, 1]]);
});

Deno.test("undo() does without a container that is gone", async () => {
  const isWorthCommitting = (steps: readonly unknown[]) => steps.length === 1;
  await using session = await TestSession.open({ isWorthCommitting });
  await session.timeline.settle();
  await session.type("echo 1 > /srv/x");
  const wanted = await session.tree();
  await session.timeline.settle();
  await session.type("echo 2 >> /srv/x");
  await session.timeline.settle();
  await removeContainer(session.engine, session.timeline.container.id, { force: true });
  const { isElsewhere } = await session.undo();
  assert.equal(isElsewhere, true);
  assert.equal(await session.tree(), wanted);
});

Deno.test("a small file that several commands have changed is undone without doing them again", async () => {
  await using session = await TestSession.open({ isWorthCommitting: () => false });
  await session.timeline.settle();
  const wanted: string[] = [];
  for (const number of [1, 2, 3]) {
    await session.type(`echo ${number} >> /srv/x; chmod 64${number} /srv/x; date +%N > /srv/time`);
    await session.timeline.settle();
    wanted.unshift(await session.tree());
  }
  wanted.shift();
  for (const tree of wanted) {
    assert.equal((await session.undo()).isElsewhere, false);
    assert.equal(await session.tree(), tree);
  }
});

Deno.test("undo does not wait for the snapshot that is being made of a long step", async () => {
  const gate = Promise.withResolvers<void>();
  const isWorthCommitting = (steps: readonly unknown[]) => steps.length === 1;
  await using session = await TestSession.open({ isWorthCommitting }, gated(gate.promise));
  await session.timeline.settle();
  await session.type("mkdir /opt/big; touch $(seq -f /opt/big/%g 2000); sleep 5");
  const wanted = await session.tree();
  await session.type("echo 2 > /srv/x; rm /etc/issue");
  const { isElsewhere } = await session.undo();
  assert.equal(isElsewhere, false);
  assert.equal(await session.tree(), wanted);
  gate.resolve();
  await session.timeline.settle();
  // What was made meanwhile is torn, and good all the same.
  await session.type("sleep 1000 &");
  await session.restore(0);
  assert.equal((await session.redo()).differences.length, 0);
  assert.equal(await session.tree(), wanted);
});
