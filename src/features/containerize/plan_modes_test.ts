import assert from "node:assert/strict";
import { formatDockerfile } from "./dockerfile.ts";
import { sessionLedger } from "./ledger_fixture.ts";
import { planDockerfile } from "./plan.ts";
import { code, type Steps, testPlans } from "./plan_fixture.ts";

const project = { project: ["a.sh", "b.sh", "c.txt", "lib/d.sh"], read: ["a.sh", "b.sh", "c.txt"] };

testPlans([
  [
    "permissions of project files on their COPY",
    [
      ["cd /code", code],
      ["chmod +x *.sh", { files: ["+x/code/a.sh", "+x/code/b.sh"] }],
      ["chmod 600 c.txt", { files: ["+0600/code/c.txt"] }],
    ],
    "/code/a.sh c.txt",
    `
COPY --chmod=0600 c.txt /code/
COPY --chmod=0755 a.sh b.sh /code/

WORKDIR /code
`,
    project,
  ],
  [
    "permissions of copied files on their COPY",
    [
      ["cp /code/a.sh /code/c.txt /usr/local/bin", {
        files: ["/usr/local/bin/a.sh", "/usr/local/bin/c.txt"],
      }],
      ["chmod 755 /usr/local/bin/a.sh", { files: ["+x/usr/local/bin/a.sh"] }],
    ],
    "a.sh",
    "\nCOPY c.txt /usr/local/bin/\nCOPY --chmod=0755 a.sh /usr/local/bin/\n",
    { ...project, read: [] },
  ],
  [
    "permissions by RUN where a whole folder is copied",
    [["cd /code", code], ["chmod +x a.sh lib/d.sh", {
      files: ["+x/code/a.sh", "+x/code/lib/d.sh"],
    }], ["chmod +x lib/*", { files: ["+x/code/lib/e.sh"] }]],
    "lib/d.sh",
    `
COPY b.sh c.txt /code/
COPY --chmod=0755 a.sh /code/
COPY lib/ /code/lib/

RUN chmod 0755 /code/lib/d.sh

RUN chmod 0755 /code/lib/e.sh

WORKDIR /code
`,
    {
      project: ["a.sh", "b.sh", "c.txt", "lib/d.sh", "lib/e.sh", "x"],
      read: ["a.sh", "b.sh", "c.txt", "lib/d.sh", "lib/e.sh"],
    },
  ],
  [
    "permissions by RUN of what a step has changed, or needed as it was",
    [
      ["sed -i s/a/b/ /code/a.sh", { files: ["~/code/a.sh"] }],
      ["chmod +x /code/a.sh", { files: ["+x/code/a.sh"] }],
      ["su app -c /code/b.sh", { files: ["/srv/out"] }],
      ["chmod 700 /code/b.sh", { files: ["+0700/code/b.sh"] }],
    ],
    "true",
    `
COPY a.sh c.txt /code/

RUN sed -i s/a/b/ /code/a.sh

RUN chmod +x /code/a.sh

COPY b.sh /code/

RUN su app -c /code/b.sh

RUN chmod 700 /code/b.sh
`,
    project,
  ],
  [
    "nothing of a chmod whose file was made anew by hand",
    [
      ["chmod +x /code/a.sh", { files: ["+x/code/a.sh"] }],
      ["nano /code/a.sh", {
        files: ["~/code/a.sh"],
        handmade: [{ path: "/code/a.sh", mode: 0o755, owner: "0:0", content: new Uint8Array(1) }],
      }],
    ],
    "/code/a.sh",
    "\nCOPY docker/files/code/a.sh /code/a.sh\nCOPY b.sh c.txt /code/\n",
    project,
  ],
]);

Deno.test("planDockerfile() gives permissions by RUN where COPY cannot", () => {
  const steps: Steps = [
    ["cp /code/a.sh /bin/a", { files: ["/bin/a"] }],
    ["chmod 755 /bin/a", { files: ["+x/bin/a"] }],
    ["install -m 755 /code/a.sh /bin/c", { files: ["+0755!/bin/c"] }],
    ["chmod 755 /code/b.sh", { files: ["+x/code/b.sh"] }],
    ["nano /etc/key", {
      files: ["/etc/key"],
      handmade: [{ path: "/etc/key", mode: 0o600, owner: "0:0", content: new Uint8Array(1) }],
    }],
  ];
  const { instructions } = planDockerfile(
    sessionLedger(steps, { ...project, modes: [0o644, 0o644, 0o644], read: ["b.sh"] }),
    "a",
    {
      chmod: false,
    },
  );
  assert.equal(
    formatDockerfile(instructions),
    `FROM debian:12

COPY a.sh /bin/a

RUN chmod 755 /bin/a

COPY a.sh /bin/c
COPY b.sh /code/

RUN chmod 0755 /bin/c && \\
    chmod 755 /code/b.sh

COPY docker/files/etc/key /etc/key

RUN chmod 0600 /etc/key

CMD ["a"]
`,
  );
});
