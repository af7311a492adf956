import { testPlans } from "./plan_fixture.ts";

testPlans([
  [
    "reading steps only",
    ["ls -l", "cat /etc/passwd", "python3 --version", ["cd /opt", { cd: "/opt" }], ["cd /", {
      cd: "/",
    }]],
    "true",
    "",
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
    "temporary files that are used by the name of their folder, or from within it",
    [
      ["mkdir -p /tmp/repo/a /tmp/work", { files: ["/tmp/repo/", "/tmp/repo/a/", "/tmp/work/"] }],
      ["fill here", { files: ["/tmp/repo/a/index"] }],
      ["cd /tmp/work", { cd: "/tmp/work" }],
      ["make", { files: ["/tmp/work/prog.o"] }],
      ["make install --from=file:///tmp/repo", { files: ["/usr/bin/prog"] }],
      ["cd /", { cd: "/" }],
      ["touch /tmp/unused", { files: ["/tmp/unused"] }],
    ],
    "true",
    `
RUN mkdir -p /tmp/repo/a /tmp/work && \\
    fill here

WORKDIR /tmp/work

RUN make && \\
    make install --from=file:///tmp/repo

WORKDIR /
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
    "nothing of tries that a failed one began",
    [
      ["cd /home", { cd: "/home" }],
      ["count > out.txt", { files: ["/home/out.txt"], exit: 1 }],
      ["count data > out.txt", { files: ["~/home/out.txt"] }],
      ["rm out.txt", { files: ["-/home/out.txt"] }],
      ["touch kept", { files: ["/home/kept"] }],
    ],
    "true",
    "\nWORKDIR /home\n\nRUN touch kept\n",
  ],
]);
