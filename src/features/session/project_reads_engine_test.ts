import assert from "node:assert/strict";
import { TestSession } from "./session_fixture.ts";

Deno.test("snapshots read the project, and yet it is told which files commands have read", async () => {
  let commits = 0; // After the first and the second step.
  const isWorthCommitting = () => ++commits <= 2;
  await using session = await TestSession.open({ isWorthCommitting });
  const { timeline } = session;
  await timeline.settle();
  await session.type("touch /srv/x");
  assert.deepEqual(timeline.read, []);
  await calm(session);
  await session.type("cat /code/a.txt; echo 1 > /code/new");
  assert.deepEqual(timeline.read, ["a.txt"]);
  await calm(session);
  const { changes } = await session.type("true");
  assert.deepEqual(changes, [], "the times that dk has set are no changes");
  assert.deepEqual(timeline.read, ["a.txt"]);
  await session.type("sleep 1000 &");
  const move = await session.restore(1);
  assert.equal(move.isElsewhere, true);
  assert.deepEqual(timeline.read, ["a.txt"]);
  await session.type("cat /code/b.txt");
  assert.deepEqual(timeline.read, ["a.txt", "b.txt"]);
  assert.deepEqual((await session.type("echo 2 >> /code/b.txt")).changes.length, 1);
  assert.deepEqual(session.notices, []);
});

/** Of a command that came sooner, nobody could tell what it read and what the commit. */
async function calm({ timeline }: TestSession): Promise<void> {
  await timeline.settle();
  await new Promise((resolve) => setTimeout(resolve, 500));
}
