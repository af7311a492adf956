import assert from "node:assert/strict";
import { TestSession } from "./session_fixture.ts";

/** Name, what is done before, what is undone. */
const undoings: [name: string, before: string, command: string][] = [
  ["an added file", ":", "echo x > /srv/x"],
  ["added folders", ":", "mkdir -p /srv/a/b/c; touch /srv/a/b/c/d"],
  ["a modified file of the image", ":", "echo more >> /etc/passwd"],
  ["a removed file of the image", ":", "rm /etc/issue"],
  ["a removed folder of the image", ":", "rm -r /etc/apt"],
  ["a modified file of the project", ":", "echo more >> /code/a.txt"],
  ["a removed project", ":", "rm -r /code"],
  ["a mode", ":", "chmod 600 /etc/issue; chmod 700 /srv"],
  [
    "a mode and owner of a file that a step made",
    "touch /srv/x",
    "chown 5:6 /srv/x; chmod 4711 /srv/x",
  ],
  ["a link", ":", "ln -s /etc /srv/link; ln /etc/issue /srv/hard"],
  ["a link led elsewhere", ":", "ln -sfn /tmp /etc/os-release"],
  [
    "a changed file with two names",
    "echo 1 > /srv/one; ln /srv/one /srv/two",
    "echo 2 >> /srv/two",
  ],
  ["a file changed before", "echo 1 > /srv/x", "echo 2 >> /srv/x"],
  ["a file that was a folder", "mkdir /srv/x; touch /srv/x/y", "rm -r /srv/x; echo 1 > /srv/x"],
  ["odd names", "touch /srv/x", "touch '/srv/new\nline' \"/srv/it's\" '/srv/ü ü'; rm /srv/x"],
];

for (const [name, before, command] of undoings) {
  Deno.test(`undo() brings back ${name}, redo() does it again`, async () => {
    await using session = await TestSession.open();
    await session.timeline.settle();
    await session.type(before);
    const wanted = await session.tree();
    await session.type(command);
    const done = await session.tree();
    const move = await session.undo();
    assert.deepEqual(move.differences, []);
    assert.equal(await session.tree(), wanted);
    assert.equal(session.timeline.undone.length, 1);
    const again = await session.redo();
    assert.deepEqual(again.differences, []);
    assert.equal(await session.tree(), done);
    assert.deepEqual(session.notices, []);
  });
}
