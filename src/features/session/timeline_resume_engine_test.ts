import assert from "node:assert/strict";
import { killContainer, removeContainer } from "../../engine/containers/lifecycle.ts";
import { containerProcesses } from "../../engine/containers/processes.ts";
import { removeImage } from "../../engine/images/manage.ts";
import { TestSession } from "./session_fixture.ts";
import { until } from "../../lib/until_fixture.ts";
import { Timeline } from "./timeline.ts";

/** What happens to the container of a dk that is gone, and what another dk makes of it. */
const fates: [
  found: "running" | "ended" | "gone",
  name: string,
  fate: (session: TestSession, id: string) => Promise<unknown>,
][] = [
  ["running", "goes on", () => Promise.resolve()],
  ["ended", "is killed", ({ engine }, id) => killContainer(engine, id)],
  ["gone", "is removed", ({ engine }, id) => removeContainer(engine, id, { force: true })],
  ["gone", "and its snapshots are removed", async (session, id) => {
    await removeContainer(session.engine, id, { force: true });
    for (const { image } of session.timeline.saved().snapshots.reverse()) {
      await removeImage(session.engine, image, { keepParents: true });
    }
  }],
];

for (const [found, name, fate] of fates) {
  Deno.test(`resume() finds every recorded step when the container ${name}`, async () => {
    const listingFile = await Deno.makeTempFile();
    await using session = await TestSession.open({ listingFile });
    await session.timeline.settle();
    await session.type("cd /srv; echo 1 > one; chmod 600 /etc/issue; export A=a");
    await session.type("rm /etc/motd; cat /code/a.txt > /srv/two");
    const wanted = await session.tree();
    await session.type("echo 2 >> one");
    await session.undo();
    await session.timeline.settle();
    await fate(session, session.timeline.container.id);
    const { read } = session.timeline;
    const reunion = await session.resume();
    assert.deepEqual([reunion.container, reunion.unrecorded], [found, []]);
    assert.deepEqual([session.timeline.steps.length, session.timeline.undone.length], [2, 1]);
    assert.equal(await session.tree(), wanted);
    assert.equal(await session.see("pwd; echo $A"), "/srv\na");
    assert.deepEqual(session.timeline.read, read);
    assert.deepEqual((await session.redo()).differences, []);
    assert.equal(await session.see("cat one"), "1\n2");
    await session.undo();
    assert.equal(await session.tree(), wanted);
    assert.deepEqual(session.notices, []);
    await Deno.remove(listingFile);
  });
}

Deno.test("resume() takes for no change of a command what a snapshot did to times of reading", async () => {
  const listingFile = await Deno.makeTempFile();
  await using session = await TestSession.open({ listingFile, isWorthCommitting: () => true });
  await session.type("cat /code/a.txt > /srv/one");
  await session.timeline.settle();
  assert.deepEqual((await session.resume()).unrecorded, []);
  await session.type("chmod 600 /code/a.txt; echo 2 > /code/b.txt");
  await session.timeline.settle();
  assert.deepEqual((await session.resume()).unrecorded, []);
  await Deno.remove(listingFile);
});

Deno.test("resume() ends what was running, tells what it did, and takes it back when asked", async () => {
  const listingFile = await Deno.makeTempFile();
  await using session = await TestSession.open({ listingFile });
  await session.type("echo 1 > /srv/one");
  await session.timeline.settle();
  const wanted = await session.tree();
  // dk ends in the middle of a command, which goes on without it.
  const lost = session.shell.run("rm /etc/motd; echo 2 >> /srv/one; touch /srv/two; sleep 1000");
  lost.catch(() => {});
  const { id } = session.timeline.container;
  await until(async () =>
    (await containerProcesses(session.engine, id)).Processes
      ?.some((fields) => fields.at(-1) === "sleep 1000") ?? false
  );
  const reunion = await session.resume();
  assert.equal(reunion.container, "running");
  assert.deepEqual(reunion.unrecorded.map(({ path, kind }) => `${kind} ${path}`), [
    "removed /etc/motd",
    "modified /srv/one",
    "added /srv/two",
  ]);
  assert.equal(await session.see("grep -l sleep /proc/[0-9]*/comm | wc -l"), "1");
  const move = await session.restore(session.timeline.steps.length);
  assert.deepEqual([move.isElsewhere, move.differences], [true, []]);
  assert.equal(await session.tree(), wanted);
  await Deno.remove(listingFile);
});

Deno.test("close() leaves other sessions of the same label alone", async () => {
  await using one = await TestSession.open();
  {
    const settings = { ...one.request.settings };
    const other = await Timeline.open(one.engine, { ...one.request, settings });
    await other.settle();
    await other.close();
  }
  assert.equal(await one.see("echo still here"), "still here");
});
