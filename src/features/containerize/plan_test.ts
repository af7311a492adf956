import assert from "node:assert/strict";
import { formatDockerfile } from "./dockerfile.ts";
import type { Ledger } from "./ledger.ts";
import { sessionLedger, type StepEffect } from "./ledger_fixture.ts";
import { planDockerfile } from "./plan.ts";

type Steps = (string | [string, StepEffect])[];

const installed = { files: ["/usr/bin/tool", "/var/lib/apt/lists/x", "/var/log/dpkg.log"] };
const code = { cd: "/code" };

/** Name, steps, test command, the Dockerfile between FROM and CMD, the rest of the ledger. */
const cases: [string, Steps, string, string, Partial<Ledger>?][] = [
  [
    "the tutorial's session",
    [
      ["apt-get update", { files: ["/var/lib/apt/lists/x"] }],
      ["apt-get install python3", installed],
      ["cd /code", code],
      "ls -l",
      ["chmod +rx ml_data_analysis.py", { files: ["+x/code/ml_data_analysis.py"] }],
      ["export PATH=/code:$PATH", { env: { PATH: "/code:/usr/bin:/bin" } }],
      ["cd /home", { cd: "/home" }],
      ["cp /code/Meteorite_Landings.json .", { files: ["/home/Meteorite_Landings.json"] }],
      ["ml_data_analysis.py Meteorite_Landings.json", { files: ["/code/__pycache__/x.pyc"] }],
    ],
    "ml_data_analysis.py /data/Meteorite_Landings.json",
    `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3 && \\
    rm -rf /var/lib/apt/lists/*

COPY ml_data_analysis.py /code/

RUN chmod +rx /code/ml_data_analysis.py

ENV PATH=/code:$PATH

COPY Meteorite_Landings.json /home/

WORKDIR /home
`,
    { read: ["Meteorite_Landings.json", "ml_data_analysis.py"] },
  ],
  [
    "reading steps only",
    ["ls -l", "cat /etc/passwd", "python3 --version", ["cd /opt", { cd: "/opt" }], ["cd /", {
      cd: "/",
    }]],
    "true",
    "",
  ],
  [
    "slow system packages first, language packages in a layer of their own",
    [
      ["pip3 install pytest==7.0.0", { files: ["/usr/lib/python3/pytest"] }],
      ["apt-get install git", installed],
      ["apt-get install gcc", installed],
      ["pip3 install numpy", { files: ["/usr/lib/python3/numpy"] }],
    ],
    "pytest --version",
    `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends git && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends gcc && \\
    rm -rf /var/lib/apt/lists/*

RUN pip3 install --no-cache-dir pytest==7.0.0 && \\
    pip3 install --no-cache-dir numpy
`,
  ],
  [
    "yum with its cache removed",
    [["yum update", installed], ["yum install python3", installed]],
    "true",
    `
RUN yum update -y && \\
    yum install -y python3 && \\
    rm -rf /var/cache/yum /var/cache/dnf
`,
  ],
  [
    "apk without a cache",
    [["apk update", { files: ["/var/cache/apk/x"] }], ["apk add curl", {
      files: ["/usr/bin/curl"],
    }]],
    "true",
    "\nRUN apk add --no-cache curl\n",
  ],
  [
    "unknown work is never overtaken",
    [
      ["echo deb x > /etc/apt/sources.list.d/x.list", {
        files: ["/etc/apt/sources.list.d/x.list"],
      }],
      ["apt-get install x", installed],
    ],
    "true",
    `
RUN echo deb x > /etc/apt/sources.list.d/x.list

RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends x && \\
    rm -rf /var/lib/apt/lists/*
`,
  ],
  [
    "exported variables before what uses them, with quotes where needed",
    [
      ["export URL=https://x.org/a?b=c", { env: { URL: "https://x.org/a?b=c" } }],
      ['export GREETING="hello $USER\\"s"', { env: { GREETING: 'two "words" $5' } }],
      ["touch /opt/$URL", { files: ["/opt/x"] }],
    ],
    "true",
    `
ENV URL="https://x.org/a?b=c"
ENV GREETING="two \\"words\\" \\$5"

RUN touch /opt/$URL
`,
  ],
  [
    "requirements before the source",
    [
      ["cd /code", code],
      ["pip install -r requirements.txt", { files: ["/usr/lib/python3/x"] }],
      ["python3 app.py", {}],
    ],
    "python3 app.py",
    `
COPY requirements.txt /code/

WORKDIR /code

RUN pip install --no-cache-dir -r requirements.txt

COPY app.py /code/
COPY lib/ /code/lib/
`,
    {
      project: [
        "app.py",
        "data.csv",
        "lib/__init__.py",
        "lib/a.py",
        "lib/b.py",
        "requirements.txt",
      ],
      read: ["app.py", "lib/__init__.py", "lib/a.py", "requirements.txt"],
    },
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
    { (cd lib && make install); }
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
    "temporary files only while they are used",
    [
      ["curl -o /tmp/a.tgz https://x/a.tgz", { files: ["/tmp/a.tgz"] }],
      ["curl -o /tmp/b.tgz https://x/b.tgz", { files: ["/tmp/b.tgz"] }],
      ["tar xf /tmp/a.tgz -C /opt", { files: ["/opt/a"] }],
      ["rm /tmp/a.tgz", { files: ["-/tmp/a.tgz"] }],
      ["rm /tmp/b.tgz", { files: ["-/tmp/b.tgz"] }],
    ],
    "true",
    `
RUN curl -o /tmp/a.tgz https://x/a.tgz && \\
    tar xf /tmp/a.tgz -C /opt && \\
    rm /tmp/a.tgz
`,
  ],
  [
    "plain variables and functions go where they are used",
    [
      "VERSION=1.2",
      "OTHER=3",
      'get() { curl -o "$1" https://x/$1-$VERSION; }',
      ["get /opt/tool", { files: ["/opt/tool"] }],
    ],
    "true",
    `
RUN VERSION=1.2 && \\
    { get() { curl -o "$1" https://x/$1-$VERSION; }; } && \\
    get /opt/tool
`,
  ],
  [
    "several lines",
    [[
      "if [ ! -f /etc/x ]; then\n  # why\n  cat > /etc/x <<'EOF'\nit's \\\nEOF\nfi\n",
      { files: ["/etc/x"] },
    ]],
    "true",
    `
RUN eval "$(printf '%s\\n' \\
      'if [ ! -f /etc/x ]; then' \\
      '  # why' \\
      '  cat > /etc/x <<'\\''EOF'\\''' \\
      'it'\\''s \\' \\
      'EOF' \\
      'fi')"
`,
  ],
  [
    "a failed step and its repeat",
    [["apt-get install pithon", { exit: 100, files: ["/var/log/x"] }], ["touch /a", {
      files: ["/a"],
    }]],
    "true",
    "\nRUN touch /a\n",
  ],
  [
    "the umask",
    [["umask 027", { umask: "0027" }], ["mkdir /opt/x", { files: ["/opt/x/"] }]],
    "true",
    "\nRUN umask 0027 && \\\n    mkdir /opt/x\n",
  ],
  [
    "bash where the steps need it",
    [["echo a > /opt/{a,b}", { files: ["/opt/a"] }]],
    "true",
    '\nSHELL ["/bin/bash", "-c"]\n\nRUN echo a > /opt/{a,b}\n',
  ],
  [
    "quotes and comments as they were typed, without bash for what is quoted",
    [
      ["echo '# (ALL) {a,b}' > /etc/x  # why", { files: ["/etc/x"] }],
      ['echo "a;b" | tee /etc/y;', { files: ["/etc/y"] }],
      ['echo "it\'s" >/etc/z 2>&1 || true', { files: ["/etc/z"] }],
    ],
    "true",
    `
RUN echo '# (ALL) {a,b}' > /etc/x && \\
    echo "a;b" | tee /etc/y && \\
    { echo "it's" >/etc/z 2>&1 || true; }
`,
  ],
  [
    "bash where a construct of several lines needs it",
    [["for x in {a,b}\ndo touch /opt/$x\ndone", { files: ["/opt/a"] }]],
    "true",
    `
SHELL ["/bin/bash", "-c"]

RUN eval "$(printf '%s\\n' \\
      'for x in {a,b}' \\
      'do touch /opt/$x' \\
      'done')"
`,
  ],
  [
    "a removal of packages without fetching lists",
    [["touch /opt/x", { files: ["/opt/x"] }], ["apt-get purge make", {
      files: ["-/usr/bin/make"],
    }]],
    "true",
    "\nRUN touch /opt/x\n\nRUN DEBIAN_FRONTEND=noninteractive apt-get purge -y make\n",
  ],
  [
    "an escaped semicolon at the end",
    [["find /opt -exec touch /srv/x \\;", { files: ["/srv/x"] }]],
    "true",
    "\nRUN find /opt -exec touch /srv/x \\;\n",
  ],
  [
    "what a shell tells of its variables and functions, once where it is needed",
    [
      ['names=(x "y z")', { variables: { names: '([0]="x" [1]="y z")' } }],
      ["read -r V < /etc/version", { variables: { V: "1.2" } }],
      ["source lib.sh", { functions: { put: 'put () \n{ \n    touch "$1"\n}' } }],
      ["for i in 1 2; do touch /opt/$i; done", { files: ["/opt/1"], variables: { i: "2" } }],
      ['put "/opt/${names[1]}-$V"', { files: ["/opt/y z-1.2"] }],
      ["for i in 3; do put /opt/$i-$V; done", { files: ["/opt/3-1.2"] }],
    ],
    "true",
    `
SHELL ["/bin/bash", "-c"]

RUN { for i in 1 2; do touch /opt/$i; done; } && \\
    { names=([0]="x" [1]="y z"); } && \\
    V=1.2 && \\
    eval "$(printf '%s\\n' \\
      'put () ' \\
      '{ ' \\
      '    touch "$1"' \\
      '}')" && \\
    put "/opt/\${names[1]}-$V" && \\
    { for i in 3; do put /opt/$i-$V; done; }
`,
  ],
  [
    "options that change what a command means",
    [
      ["shopt -s extglob", { options: ["extglob"] }],
      ["set -e", { options: ["e", "extglob"] }],
      ["touch /opt/@(a|b)", { files: ["/opt/@(a|b)"] }],
    ],
    "true",
    `
SHELL ["/bin/bash", "-c"]

RUN shopt -s extglob && \\
    eval "$(printf '%s\\n' \\
      'touch /opt/@(a|b)')"
`,
  ],
  [
    "variables that are exported for a while where they were seen",
    [
      ["export CC=clang OPT=a\\ b", { env: { CC: "clang", OPT: "a b" } }],
      ["touch /opt/a", { files: ["/opt/a"] }],
      ["touch /opt/b", { files: ["/opt/b"], env: { OLDPWD: "/x" } }],
      ["touch /opt/B", { files: ["/opt/B"], env: { OLDPWD: undefined } }],
      ["unset CC OPT", { env: { CC: undefined, OPT: undefined } }],
      ["touch /opt/c", { files: ["/opt/c"] }],
    ],
    "true",
    `
RUN export CC=clang && \\
    export OPT='a b' && \\
    touch /opt/a && \\
    touch /opt/b && \\
    touch /opt/B

RUN touch /opt/c
`,
  ],
  [
    "a variable's last value where nobody has seen another",
    [
      ["export A=1", { env: { A: "1" } }],
      ["export B=2", { env: { B: "2" } }],
      ["export A=3", { env: { A: "3" } }],
      ["export PATH=/a:$PATH", { env: { PATH: "/a:/usr/bin:/bin" } }],
      ["export PATH=$PATH:/b", { env: { PATH: "/a:/usr/bin:/bin:/b" } }],
    ],
    "true",
    `
ENV B=2
ENV A=3
ENV PATH=/a:$PATH
ENV PATH=$PATH:/b
`,
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
    "nothing of what came and went unused",
    [
      ["touch /srv/oops", { files: ["/srv/oops"] }],
      ["rm /srv/oops", { files: ["-/srv/oops"] }],
      ["mkdir /srv/work", { files: ["/srv/work/"] }],
      ["echo draft > /srv/work/draft", { files: ["/srv/work/draft"] }],
      ["echo kept > /etc/kept", { files: ["/etc/kept"] }],
      ["rm -r /srv/work", { files: ["-/srv/work", "-/srv/work/draft"] }],
    ],
    "true",
    "\nRUN echo kept > /etc/kept\n",
  ],
  [
    "what came and went and was used meanwhile",
    [
      ["mkdir /opt/src", { files: ["/opt/src/"] }],
      ["echo > /opt/src/config", { files: ["/opt/src/config"] }],
      ["cd /opt/src", { cd: "/opt/src" }],
      ["make install", { files: ["/usr/bin/prog"] }],
      ["cd /", { cd: "/" }],
      ["rm -r /opt/src", { files: ["-/opt/src", "-/opt/src/config"] }],
    ],
    "true",
    `
RUN mkdir /opt/src && \\
    echo > /opt/src/config

WORKDIR /opt/src

RUN make install

WORKDIR /

RUN rm -r /opt/src
`,
  ],
  [
    "names with spaces and brackets",
    [["cp '/code/a b.txt' '/code/[c]' /opt/", { files: ["/opt/a b.txt", "/opt/[c]"] }]],
    "true",
    '\nCOPY ["a b.txt", "[[]c]", "/opt/"]\n',
    { project: ["a b.txt", "[c]", "d"], read: ["a b.txt", "[c]"] },
  ],
];

for (const [name, steps, test, body, rest] of cases) {
  Deno.test(`planDockerfile() writes ${name}`, () => {
    const { instructions } = planDockerfile(sessionLedger(steps, rest), test);
    const lines = formatDockerfile(instructions).split("\n");
    assert.equal(lines.shift(), "FROM debian:12");
    assert.match(lines.splice(-2).join("\n"), /^CMD \[.*\]\n$/);
    const text = lines.join("\n");
    assert.equal(text === "" ? "" : text, body);
  });
}

Deno.test("planDockerfile() asks for secrets instead of writing them down", () => {
  const steps: Steps = [
    ["export DB_PASSWORD=hunter2", { env: { DB_PASSWORD: "hunter2" } }],
    ["SITE_TOKEN=abc123", { variables: { SITE_TOKEN: "abc123" } }],
    ["apt-get install jq", installed],
    ['fetch "$SITE_TOKEN"', { files: ["/opt/x"] }],
  ];
  const { instructions, secrets, warnings } = planDockerfile(sessionLedger(steps), "true");
  assert.equal(
    formatDockerfile(instructions),
    `# Build with the secrets in variables: --secret id=DB_PASSWORD,env=DB_PASSWORD --secret id=SITE_TOKEN,env=SITE_TOKEN

FROM debian:12

RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends jq && \\
    rm -rf /var/lib/apt/lists/*

RUN --mount=type=secret,id=DB_PASSWORD,mode=0444 \\
    --mount=type=secret,id=SITE_TOKEN,mode=0444 \\
    export DB_PASSWORD="$(cat /run/secrets/DB_PASSWORD)" && \\
    SITE_TOKEN="$(cat /run/secrets/SITE_TOKEN)" && \\
    fetch "$SITE_TOKEN"

CMD ["true"]
`,
  );
  assert.deepEqual([...secrets].sort(), [["DB_PASSWORD", "hunter2"], ["SITE_TOKEN", "abc123"]]);
  assert.equal(warnings.length, 2);
});

Deno.test("planDockerfile() tells which steps it kept", () => {
  const [, steps, test, , rest] = cases[0];
  const { kept } = planDockerfile(sessionLedger(steps, rest), test);
  assert.deepEqual(kept, [true, true, false, false, true, true, true, true, false]);
});

Deno.test("planDockerfile() counts definitions and the umask that later steps repeat as kept", () => {
  const steps: Steps = [
    "A=1",
    "B=2",
    ["umask 077", { umask: "0077" }],
    ["touch /opt/$A", { files: ["/opt/1"] }],
  ];
  assert.deepEqual(planDockerfile(sessionLedger(steps), "true").kept, [true, false, true, true]);
});

const commands: [string, string][] = [
  ["ml.py /data/x.json", '["ml.py", "/data/x.json"]'],
  ["sh -c 'a b'", '["sh", "-c", "a b"]'],
  ["a | b", '["/bin/sh", "-c", "a | b"]'],
  ["echo $HOME", '["/bin/sh", "-c", "echo $HOME"]'],
  ["A=1 b", '["/bin/sh", "-c", "A=1 b"]'],
];

for (const [test, words] of commands) {
  Deno.test(`planDockerfile() makes CMD ${words} of ${test}`, () => {
    const text = formatDockerfile(planDockerfile(sessionLedger([]), test).instructions);
    assert.equal(text, `FROM debian:12\n\nCMD ${words}\n`);
  });
}

Deno.test("planDockerfile() does without the base image's own program, as the session did", () => {
  const { instructions } = planDockerfile(sessionLedger([], { baseHasEntrypoint: true }), "true");
  assert.equal(formatDockerfile(instructions), 'FROM debian:12\n\nENTRYPOINT []\n\nCMD ["true"]\n');
});

const warned: [Partial<Ledger>, Steps, RegExp][] = [
  [{ base: "debian" }, [], /debian is a moving target; pin a tag, such as debian:VERSION/],
  [
    { base: "localhost:5000/debian:latest" },
    [],
    /pin a tag, such as localhost:5000\/debian:VERSION/,
  ],
  [{}, [["unset HOME", { env: { HOME: undefined } }]], /cannot unset HOME/],
  [{}, [["export A", { env: { A: "1\n2" } }]], /several lines of A/],
];

for (const [rest, steps, warning] of warned) {
  Deno.test(`planDockerfile() warns ${warning.source}`, () => {
    const { warnings } = planDockerfile(sessionLedger(steps, rest), "true");
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], warning);
  });
}

Deno.test("planDockerfile() has nothing to say against a pinned base", () => {
  for (const base of ["debian:12", "localhost:5000/a:1", `a@sha256:${"0".repeat(64)}`]) {
    assert.deepEqual(planDockerfile(sessionLedger([], { base }), "true").warnings, []);
  }
});
