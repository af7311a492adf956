import assert from "node:assert/strict";
import { formatDockerfile } from "./dockerfile.ts";
import { sessionLedger } from "./ledger_fixture.ts";
import { planDockerfile } from "./plan.ts";
import { code, installed, testPlans } from "./plan_fixture.ts";

testPlans([
  [
    "sources and settings that were looked at as well, no other file that only was",
    [
      ["cd /code", code],
      ["cat conf.yml", {}],
      ["head notes.txt", {}],
      ["flake8 lib.py app.py", {}],
      ["python3 -m app", {}],
    ],
    "python3 -m app",
    "\nCOPY app.py conf.yml lib.py /code/\n\nWORKDIR /code\n",
    {
      project: ["app.py", "conf.yml", "lib.py", "notes.txt"],
      read: ["app.py", "conf.yml", "lib.py", "notes.txt"],
    },
  ],
  [
    "a module that the test serves, though nobody has run it",
    [["cd /code", code], ["pip install uvicorn", { files: ["/usr/lib/python3/uvicorn"] }]],
    "uvicorn web.main:app",
    "\nRUN pip install --no-cache-dir uvicorn\n\nCOPY . /code/\n\nWORKDIR /code\n\nEXPOSE 8000\n",
    { project: ["a.txt", "web/main.py"], read: [] },
  ],
  [
    "files that are named by a variable, or by where the shell is",
    [
      ["SRC=/code", { variables: { SRC: "/code" } }],
      ["export CONF=/code/etc", { env: { CONF: "/code/etc" } }],
      ['[ -d /opt ] && cp "$SRC/a.conf" ${CONF}/b.conf /opt', {
        files: ["/opt/a.conf", "/opt/b.conf"],
      }],
      ["cd /code", { cd: "/code" }],
      ["ln -f $(pwd)/c.conf /opt || cp $PWD/c.conf /opt", { files: ["/opt/c.conf"] }],
      ["D=/code/etc; cat $D/d.conf > /opt/d", { files: ["/opt/d"], variables: { D: "/code/etc" } }],
    ],
    "true",
    `
ENV CONF=/code/etc

COPY a.conf /code/
COPY etc/b.conf /code/etc/

RUN SRC=/code && \\
    [ -d /opt ] && \\
    cp "$SRC/a.conf" \${CONF}/b.conf /opt

COPY c.conf /code/
COPY etc/ /code/etc/

WORKDIR /code

RUN { ln -f $(pwd)/c.conf /opt || cp $PWD/c.conf /opt; } && \\
    { D=/code/etc; cat $D/d.conf > /opt/d; }
`,
    { project: ["README", "a.conf", "c.conf", "etc/b.conf", "etc/d.conf"], read: [] },
  ],
  [
    "no cd at the end of a step, which WORKDIR says",
    [
      ["mkdir -p /opt/b && cd /opt/b && cd ..", { files: ["/opt/b/"], cd: "/opt" }],
      ["touch x", { files: ["/opt/x"] }],
    ],
    "x",
    "\nRUN mkdir -p /opt/b\n\nWORKDIR /opt\n\nRUN touch x\n",
  ],
  [
    "no project where the test calls a program of the same name",
    [["cd /code", code], ["cp start.sh /usr/local/bin/", { files: ["/usr/local/bin/start.sh"] }]],
    "start.sh",
    "\nCOPY start.sh /usr/local/bin/\n\nWORKDIR /code\n",
    { project: ["README", "start.sh"], read: ["start.sh"] },
  ],
  [
    "a build tool that says nothing gets everything",
    [["cd /code", code], ["make", { files: ["/code/prog"] }], ["./prog", {}]],
    "/code/prog",
    "\nCOPY . /code/\n\nWORKDIR /code\n\nRUN make\n",
    { project: ["Makefile", "main.c", "README"], read: ["Makefile", "main.c"] },
  ],
  [
    "the directory that a step enters by itself",
    [
      ["cd /code && pip install -r requirements.txt", {
        files: ["/usr/lib/python3/x"],
        cd: "/code",
      }],
      ["make", { files: ["/code/prog"] }],
      ["(cd lib && make install)", { files: ["/usr/bin/prog"] }],
    ],
    "prog",
    `
COPY requirements.txt /code/

WORKDIR /code

RUN pip install --no-cache-dir -r requirements.txt

COPY . /code/

RUN make && \\
    (cd lib && make install)
`,
    { project: ["Makefile", "lib/Makefile", "requirements.txt"], read: ["Makefile"] },
  ],
  [
    "a program that was never run brings the whole project",
    ["ls"],
    "python3 /code/ml_data_analysis.py",
    "\nCOPY . /code/\n",
  ],
  [
    "no data that is mounted, but what was read of it unasked",
    [["cd /code", code], ["make", { files: ["/code/prog"] }], ["./prog data/b.csv", {}]],
    "/code/prog /data/b.csv",
    `
COPY Makefile main.c /code/
COPY data/names.txt /code/data/

WORKDIR /code

RUN make
`,
    {
      project: ["Makefile", "data/a.csv", "data/b.csv", "data/names.txt", "main.c"],
      data: ["data/a.csv", "data/b.csv", "data/names.txt"],
      read: ["Makefile", "data/b.csv", "data/names.txt", "main.c"],
    },
  ],
  [
    "no second copy of data that was copied with the rest",
    [["cp -r /code /app", { files: ["/app/data/a.csv", "/app/main.py"] }]],
    "python /app/main.py /data",
    "\nCOPY . /app/\n",
    {
      project: ["data/a.csv", "main.py"],
      data: ["data/a.csv"],
      read: ["data/a.csv", "main.py"],
    },
  ],
  [
    "a folder is copied with its name or by its content",
    [
      ["cp -r /code/pkg /opt", { files: ["/opt/pkg/", "/opt/pkg/a.py"] }],
      ["cp -r /code/pkg/. /srv", { files: ["/srv/a.py"] }],
      ["cp /code/x.conf /etc/y.conf", { files: ["/etc/y.conf"] }],
    ],
    "true",
    "\nCOPY pkg /opt/pkg/\nCOPY pkg /srv/\nCOPY x.conf /etc/y.conf\n",
    { project: ["pkg/a.py", "x.conf"], read: ["pkg/a.py", "x.conf"] },
  ],
  [
    "a file changed in the session is not copied from the project",
    [
      ["sed -i s/a/b/ /code/x.conf", { files: ["~/code/x.conf"] }],
      ["cp /code/x.conf /etc", { files: ["/etc/x.conf"] }],
    ],
    "true",
    `
COPY x.conf /code/

RUN sed -i s/a/b/ /code/x.conf && \\
    cp /code/x.conf /etc
`,
    { project: ["x.conf", "z"], read: ["x.conf"] },
  ],
  [
    "project files for the base image's own user",
    [["cp /code/x .", { files: ["/work/x"] }]],
    "cat /code/y",
    "\nCOPY --chown=app x /work/\nCOPY --chown=app y /code/\n",
    {
      project: ["x", "y"],
      read: ["x", "y"],
      user: "app",
      start: {
        directory: "/work",
        env: {},
        umask: "0022",
        variables: {},
        functions: {},
        options: [],
      },
    },
  ],
  [
    "names with spaces and brackets",
    [["cp '/code/a b.txt' '/code/[c]' /opt/", { files: ["/opt/a b.txt", "/opt/[c]"] }]],
    "true",
    '\nCOPY ["a b.txt", "[[]c]", "/opt/"]\n',
    { project: ["a b.txt", "[c]", "d"], read: ["a b.txt", "[c]"] },
  ],
  [
    "nothing of project files that were taken away",
    [
      ["cd /code", code],
      ["rm big.csv", { files: ["-/code/big.csv"] }],
      ["rm -r old", { files: ["-/code/old", "-/code/old/a"] }],
      ["make", { files: ["/usr/bin/prog"] }],
      ["rm Makefile", { files: ["-/code/Makefile"] }],
    ],
    "prog",
    `
COPY Makefile main.c /code/

WORKDIR /code

RUN make

RUN rm /code/Makefile
`,
    { project: ["Makefile", "big.csv", "main.c", "old/a"], read: ["Makefile", "main.c"] },
  ],
  [
    "what mv, install and sudo did to project files as a COPY",
    [
      ["cd /code", code],
      ["chmod +x a.sh", { files: ["+x/code/a.sh"] }],
      ["mv a.sh /usr/local/bin/", { files: ["-/code/a.sh", "+0755!/usr/local/bin/a.sh"] }],
      ["install -D -m 755 b.sh /opt/tools/b", { files: ["/opt/tools/", "+0755!/opt/tools/b"] }],
      ["sudo cp c d /etc/", { files: ["/etc/c", "/etc/d"] }],
    ],
    "a.sh",
    `
COPY --chmod=0755 a.sh /usr/local/bin/
COPY --chmod=0755 b.sh /opt/tools/b
COPY c /etc/
COPY --chmod=0644 d /etc/

WORKDIR /code
`,
    { project: ["a.sh", "b.sh", "c", "d"], modes: [0o644, 0o644, 0o644, 0o664] },
  ],
  [
    "a folder by RUN where copying gave its files other permissions",
    [["cp -r /code/conf /etc", { files: ["/etc/conf/", "/etc/conf/a"] }]],
    "true",
    "\nCOPY conf/ /code/conf/\n\nRUN cp -r /code/conf /etc\n",
    { project: ["b", "conf/a"], modes: [0o644, 0o664], read: ["conf/a"] },
  ],
]);

Deno.test("planDockerfile() copies the whole project where it is asked to, before what may use it", () => {
  const ledger = sessionLedger([
    ["apt-get install -y tool", installed],
    ["cd /code", code],
    ["pip install six", { files: ["/usr/lib/python3/six.py"] }],
    ["pip install -r requirements.txt", { files: ["/usr/lib/python3/x.py"] }],
    ["./install.sh", { files: ["/usr/bin/app"] }],
  ], { project: ["a/b", "install.sh", "requirements.txt"], read: ["install.sh"] });
  const { instructions } = planDockerfile(ledger, "app", { wholeProject: true });
  assert.deepEqual(
    formatDockerfile(instructions).match(/^(COPY .*|RUN \S+)/gm),
    ["RUN apt-get", "RUN pip", "COPY . /code/", "RUN pip", "RUN ./install.sh"],
  );
});
