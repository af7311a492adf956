import assert from "node:assert/strict";
import { formatDockerfile } from "./dockerfile.ts";
import type { HandmadeFile } from "../session/handmade.ts";
import { sessionLedger } from "./ledger_fixture.ts";
import { planDockerfile } from "./plan.ts";
import { installed, type Steps, testPlans } from "./plan_fixture.ts";

function byHand(
  path: string,
  rest: Partial<Omit<HandmadeFile, "content">> & { text?: string } = {},
) {
  const { text = "made\n", ...others } = rest;
  const content = new TextEncoder().encode(text);
  return [{ path, mode: 0o644, owner: "0:0", ...others, content }];
}

/** A step that was an editor. */
function edit(command: string, path: string, rest: Parameters<typeof byHand>[1] = {}) {
  return [command, { files: [`~${path}`], handmade: byHand(path, rest) }] as Steps[number];
}

testPlans([
  [
    "a file made in an editor as a COPY, before what may read it",
    [
      ["apt-get install nginx", installed],
      ["nano /etc/app.conf", { files: ["/etc/app.conf"], handmade: byHand("/etc/app.conf") }],
      ["sed -i s/a/b/ /etc/app.conf", { files: ["~/etc/app.conf"] }],
      edit("vi /srv/page.html", "/srv/page.html"),
      ["apt-get install jq", installed],
    ],
    "true",
    `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends nginx && \\
    rm -rf /var/lib/apt/lists/*

COPY docker/files/etc/app.conf /etc/app.conf

RUN sed -i s/a/b/ /etc/app.conf

RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends jq && \\
    rm -rf /var/lib/apt/lists/*

COPY docker/files/srv/page.html /srv/page.html
`,
  ],
  [
    "the last of several edits, unless a step came between",
    [
      edit("nano /srv/a", "/srv/a"),
      edit("nano /opt/b", "/opt/b"),
      ["sh /srv/a", { files: ["/srv/out"] }],
      edit("nano /opt/b", "/opt/b"),
      edit("nano /srv/a", "/srv/a"),
    ],
    "true",
    `
COPY docker/files/srv/a.step-1 /srv/a

RUN sh /srv/a

COPY docker/files/opt/b /opt/b
COPY docker/files/srv/a /srv/a
`,
  ],
  [
    "the handmade file in place of the project's",
    [
      ["pip install -r /code/requirements.txt", { files: ["/usr/lib/a"] }],
      edit("nano /code/app.py", "/code/app.py"),
    ],
    "python3 /code/app.py",
    `
COPY requirements.txt /code/

RUN pip install --no-cache-dir -r /code/requirements.txt

COPY docker/files/code/app.py /code/app.py
COPY lib/ /code/lib/
`,
    {
      project: ["app.py", "lib/a.py", "lib/b.py", "requirements.txt"],
      read: ["app.py", "lib/a.py", "lib/b.py", "requirements.txt"],
    },
  ],
  [
    "files by name where a folder would bring back what was edited",
    [
      edit("nano /code/pkg/a.py", "/code/pkg/a.py"),
      ["cd /code", { cd: "/code" }],
      ["make", { files: ["/usr/bin/prog"] }],
    ],
    "prog",
    `
COPY docker/files/code/pkg/a.py /code/pkg/a.py
COPY Makefile main.c /code/
COPY pkg/__init__.py pkg/b.py /code/pkg/

WORKDIR /code

RUN make
`,
    { project: ["Makefile", "main.c", "pkg/__init__.py", "pkg/a.py", "pkg/b.py"], read: [] },
  ],
  [
    "owner and permissions that version control would lose",
    [
      [
        "cat > /home/app/.netrc",
        {
          files: ["/home/app/.netrc"],
          handmade: byHand("/home/app/.netrc", { mode: 0o600, owner: "1000:1000" }),
        },
      ],
      edit("nano /srv/run.sh", "/srv/run.sh"),
      ["chmod +x /srv/run.sh", { files: ["+x/srv/run.sh"] }],
    ],
    "true",
    `
COPY --chown=1000:1000 --chmod=0600 docker/files/home/app/.netrc /home/app/.netrc
COPY docker/files/srv/run.sh /srv/run.sh
`,
  ],
  [
    "a step with handmade files and others as a command and a COPY",
    [["./configure", {
      files: ["/srv/config.h", "/srv/answers"],
      handmade: byHand("/srv/answers"),
    }]],
    "true",
    "\nRUN ./configure\n\nCOPY docker/files/srv/answers /srv/answers\n",
  ],
  [
    "nothing of an editor that failed, of edits that were removed, of scratch files",
    [
      ["nano /etc/x", { exit: 1 }],
      ["nano /srv/oops", { files: ["/srv/oops"], handmade: byHand("/srv/oops") }],
      ["rm /srv/oops", { files: ["-/srv/oops"] }],
      ["vi /tmp/notes", { files: ["/tmp/notes"], handmade: byHand("/tmp/notes") }],
      ["nano", { files: ["/root/.python_history"], handmade: byHand("/root/.python_history") }],
    ],
    "true",
    "",
  ],
]);

Deno.test("planDockerfile() hands out the handmade files that its COPYs name", () => {
  const steps: Steps = [
    edit("nano /srv/a", "/srv/a", { text: "first" }),
    ["sh /srv/a", { files: ["/srv/out"] }],
    edit("nano /srv/a", "/srv/a", { text: "second", mode: 0o755 }),
  ];
  const { files, instructions } = planDockerfile(sessionLedger(steps), "true");
  const shown = files.map(({ path, mode, content }) => [
    path,
    mode,
    new TextDecoder().decode(content),
  ]);
  assert.deepEqual(shown, [
    ["docker/files/srv/a.step-1", 0o644, "first"],
    ["docker/files/srv/a", 0o755, "second"],
  ]);
  for (const [path] of shown) assert.ok(formatDockerfile(instructions).includes(` ${path} `));
});

Deno.test("planDockerfile() leaves handmade files with secrets out, and says so", () => {
  const text = "machine x\nDB_PASSWORD=hunter2\n";
  const steps: Steps = [edit("nano /srv/app.env", "/srv/app.env", { text })];
  const { files, warnings, kept } = planDockerfile(sessionLedger(steps), "true");
  assert.deepEqual([files, kept], [[], [false]]);
  assert.deepEqual(warnings, ["/srv/app.env holds a password and is left out of the image"]);
});

const typedInto: [command: string, instead: string][] = [
  ["./setup", ""],
  ["bash", ": type each command as COMMAND"],
  ["/bin/sh -l", ": type each command as COMMAND"],
  ["su - app", ": type each command as su - app -c 'COMMAND'"],
  ["cd /srv && su app", ": type each command as su app -c 'COMMAND'"],
  ["sudo su - app", ": type each command as sudo su - app -c 'COMMAND'"],
  ["sudo -u app -i", ": type each command as sudo -u app -i COMMAND"],
  ["sudo -s", ": type each command as sudo COMMAND"],
];

for (const [command, instead] of typedInto) {
  Deno.test(`planDockerfile() warns of what was typed into ${command} and cannot be had again`, () => {
    const files = ["/srv/a", "/srv/b", "/srv/c", "/srv/d"];
    const steps: Steps = [[command, { files, wasTypedInto: true }]];
    const { warnings, kept } = planDockerfile(sessionLedger(steps), "true");
    assert.deepEqual(kept, [false]);
    assert.deepEqual(warnings, [
      `Step 1 (${command}) cannot be repeated, as what it did was typed into it; ` +
      `the image goes without /srv/a, /srv/b, /srv/c and 1 more${instead}`,
    ]);
  });
}

Deno.test("planDockerfile() says nothing of what an editor keeps for itself", () => {
  const own = ["/root/.local", "/root/.local/share", "/root/.local/share/nano"];
  const files = [...own, "/srv/a"];
  const steps: Steps = [["nano /srv/a", { files, handmade: byHand("/srv/a") }]];
  assert.deepEqual(planDockerfile(sessionLedger(steps), "true").warnings, []);
});

Deno.test("planDockerfile() repeats what asked questions only where it can be told not to ask", () => {
  const steps: Steps = [
    ["apt-get install jq", { ...installed, wasTypedInto: true }],
    ["./setup", { files: ["/srv/a"], wasTypedInto: true }],
  ];
  const { warnings, kept } = planDockerfile(sessionLedger(steps), "true");
  assert.deepEqual(kept, [true, false]);
  assert.match(warnings[0], /^Step 2 \(.\/setup\) cannot be repeated/);
});
