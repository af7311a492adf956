import { testPlans } from "./plan_fixture.ts";

testPlans([
  [
    "a step that fetches a model or a browser into a cache, none that fills another cache",
    [
      ["python3 -c 'import m; m.load()'", { files: ["/root/.cache/huggingface/hub/m/x"] }],
      ["playwright install chromium", { files: ["/root/.cache/ms-playwright/chromium-1/chrome"] }],
      ["python3 plot.py", { files: ["/root/.cache/matplotlib/fontlist.json"] }],
    ],
    "true",
    "\nRUN python3 -c 'import m; m.load()' && \\\n    playwright install chromium\n",
  ],
  [
    "places among logs that were made on purpose, and answers for packages",
    [
      ["echo 'tzdata tzdata/Areas select Asia' | debconf-set-selections", {
        files: ["~/var/cache/debconf/config.dat"],
      }],
      ["apt-get update -qq > /dev/null", { files: ["/var/lib/apt/lists/x"] }],
      ["apt-get install -y tzdata < /dev/null > /dev/null 2>&1", { files: ["/usr/share/tz"] }],
      ["mkdir -p /var/log/app", { files: ["/var/log/app/"] }],
      ["chown www-data /var/log/app", { files: ["+0755/var/log/app/"] }],
      ["ln -s /dev/stdout /var/log/app/access.log", { files: ["/var/log/app/access.log"] }],
      ["app --try", { files: ["/var/log/app/error.log", "/run/app.pid"] }],
    ],
    "app",
    `
RUN echo 'tzdata tzdata/Areas select Asia' | debconf-set-selections

RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y tzdata < /dev/null > /dev/null 2>&1 && \\
    rm -rf /var/lib/apt/lists/*

RUN mkdir -p /var/log/app && \\
    chown www-data /var/log/app && \\
    ln -s /dev/stdout /var/log/app/access.log
`,
  ],
  [
    "what a variable or pattern names among temporary files",
    [
      ["export V=2", { env: { V: "2" } }],
      ["curl -o /tmp/a-2.tgz https://x/a.tgz", { files: ["/tmp/a-2.tgz"] }],
      ["curl -o /tmp/b-2.tgz https://x/b.tgz", { files: ["/tmp/b-2.tgz"] }],
      ["tar xf /tmp/a-$V.tgz -C /opt", { files: ["/opt/a"] }],
      ["curl -o /tmp/c.deb https://x/c.deb", { files: ["/tmp/c.deb"] }],
      ["dpkg -i /tmp/*.deb", { files: ["/usr/bin/c"] }],
    ],
    "c",
    `
ENV V=2

RUN curl -o /tmp/a-2.tgz https://x/a.tgz && \\
    tar xf /tmp/a-$V.tgz -C /opt && \\
    curl -o /tmp/c.deb https://x/c.deb && \\
    dpkg -i /tmp/*.deb
`,
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
  [
    "nothing of a package that was installed and purged again with all that came along",
    [
      ["apt-get update", { files: ["/var/lib/apt/lists/x"] }],
      ["apt-get install -y htop", {
        files: ["/usr/bin/htop", "/var/lib/dpkg/info/htop.list", "~/var/lib/dpkg/status"],
      }],
      ["htop", { exit: 1 }],
      ["apt-get install -y git", {
        files: ["/usr/bin/git", "/var/lib/dpkg/info/git.list", "~/var/lib/dpkg/status"],
      }],
      ["apt-get purge -y htop", {
        files: ["-/usr/bin/htop", "-/var/lib/dpkg/info/htop.list", "~/var/lib/dpkg/status"],
      }],
    ],
    "git --version",
    `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y git && \\
    rm -rf /var/lib/apt/lists/*
`,
  ],
  [
    "a package that was purged again, where something was built meanwhile or is left of it",
    [
      ["apt-get install -y gcc", { files: ["/usr/bin/gcc", "~/var/lib/dpkg/status"] }],
      ["pip install psutil", { files: ["/usr/lib/python3/psutil.so"] }],
      ["apt-get purge -y gcc", { files: ["-/usr/bin/gcc", "~/var/lib/dpkg/status"] }],
      ["apt-get install -y vim", {
        files: ["/usr/bin/vim", "/usr/lib/libgpm.so", "~/var/lib/dpkg/status"],
      }],
      ["apt-get purge -y vim", { files: ["-/usr/bin/vim", "~/var/lib/dpkg/status"] }],
    ],
    "true",
    `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y gcc && \\
    rm -rf /var/lib/apt/lists/*

RUN pip install --no-cache-dir psutil

RUN DEBIAN_FRONTEND=noninteractive apt-get purge -y gcc && \\
    apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y vim && \\
    DEBIAN_FRONTEND=noninteractive apt-get purge -y vim && \\
    rm -rf /var/lib/apt/lists/*
`,
  ],
]);
