import assert from "node:assert/strict";
import { openTestEngine, testImage } from "../../engine/engine_fixture.ts";
import { SessionContainer } from "./session_container.ts";

/** Whatever may happen to files between two listings. */
const commands = [
  "mkdir -p /srv/a/sub/deep /srv/b; echo 1 > /srv/a/one; echo 2 > /srv/a/sub/two; ln -s one /srv/a/link",
  "echo more >> /srv/a/one",
  "chmod 600 /srv/a/one; chown 3:4 /srv/a/sub",
  "mv /srv/a /srv/moved; touch /srv/moved/since",
  "rm -r /srv/b; touch -h -d 2001-01-01 /srv/moved/link",
  "mkdir -p /srv/x/sub /srv/y/sub; touch /srv/x/sub/of-x /srv/y/sub/of-y",
  "mv /srv/x /srv/z; mv /srv/y /srv/x; touch /srv/x/since",
  "rm -r /srv/moved/sub; echo now a file > /srv/moved/sub",
  "ln /srv/moved/one /srv/hard; cp -a /usr/share/doc/base-files /srv/copied",
  "printf x > '/srv/new\nline'; printf x > '/srv/ü ü'; mkfifo /srv/pipe",
  "rm -rf /srv/moved; sed -i s/root/toor/ /etc/passwd; rm /etc/motd",
  "cat /etc/issue; mkdir /srv/closed; touch -d 2001-01-01 /srv/closed; chmod 0 /srv/closed",
  ":",
];

Deno.test("a listing of what has changed is the same as one of everything", async () => {
  await using engine = await openTestEngine();
  const container = await SessionContainer.create(engine, testImage, {
    directory: "/",
    env: [],
    label: `dkt-time-${crypto.randomUUID()}`,
    notice: (text) => assert.fail(text),
  });
  try {
    const open = () => container.openDriver({ output: () => Promise.resolve() });
    const driver = await open();
    await driver.list();
    for (const command of commands) {
      await driver.run(command);
      const incremental = await driver.list();
      const fresh = await open();
      assert.deepEqual(sorted(incremental), sorted(await fresh.list()), command);
      fresh.close();
    }
    driver.close();
  } finally {
    await container.remove();
  }
});

/** Without the times of reading of what a listing itself reads: folders, and lists of users. */
function sorted(listing: ReadonlyMap<string, { type: string; read: string }>) {
  const isRead = (path: string, type: string) =>
    type === "directory" || /^\/etc\/(passwd|group)$/.test(path);
  return [...listing]
    .map(([path, file]) => [path, isRead(path, file.type) ? { ...file, read: "" } : file] as const)
    .sort(([one], [other]) => one < other ? -1 : 1);
}
