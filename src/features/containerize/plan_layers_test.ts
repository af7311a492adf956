import { code, testPlans } from "./plan_fixture.ts";

const big = { bytes: 1 << 20 };
const project = { project: ["go.mod", "main.go"], read: ["go.mod", "main.go"] };

testPlans([
  [
    "one RUN for a compiler that is taken away again",
    [
      ["apt-get update", { files: ["/var/lib/apt/lists/x"] }],
      ["apt-get install golang-go", { files: ["/usr/bin/go"], ...big }],
      ["cd /code", code],
      ["go build -o /usr/bin/hello .", { files: ["/usr/bin/hello"] }],
      ["apt-get purge golang-go", { files: ["-/usr/bin/go"], ...big }],
    ],
    "hello",
    `
COPY . /code/

WORKDIR /code

RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends golang-go && \\
    go build -o /usr/bin/hello . && \\
    DEBIAN_FRONTEND=noninteractive apt-get purge -y golang-go && \\
    rm -rf /var/lib/apt/lists/*
`,
    { ...project, project: [...project.project, "README"] },
  ],
  [
    "one RUN for sources that are fetched, built and deleted",
    [
      ["apt-get install gcc", { files: ["/usr/bin/gcc"] }],
      ["cd /tmp", { cd: "/tmp" }],
      ["V=2", { variables: { V: "2" } }],
      ["curl -O https://x/a-$V.tgz", { files: ["/tmp/a-2.tgz"], ...big }],
      ["tar xf a-$V.tgz", { files: ["/tmp/a 2/", "/tmp/a 2/configure"] }],
      ["cd 'a 2'", { cd: "/tmp/a 2" }],
      ["make install", { files: ["/usr/bin/a"] }],
      ["cd /", { cd: "/" }],
      ["rm -r /tmp/a*", {
        files: ["-/tmp/a-2.tgz", "-/tmp/a 2", "-/tmp/a 2/configure"],
        ...big,
      }],
      ["touch /etc/after", { files: ["/etc/after"] }],
    ],
    "a",
    `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends gcc && \\
    rm -rf /var/lib/apt/lists/*

WORKDIR /tmp

RUN V=2 && \\
    curl -O https://x/a-$V.tgz && \\
    tar xf a-$V.tgz && \\
    cd '/tmp/a 2' && \\
    make install && \\
    cd / && \\
    rm -r /tmp/a*

WORKDIR /

RUN touch /etc/after
`,
  ],
  [
    "RUNs by themselves where little is freed, or a variable was set between them",
    [
      ["fetch /opt/a", { files: ["/opt/a"] }],
      ["cd /opt", { cd: "/opt" }],
      ["use a && rm a", { files: ["-/opt/a", "/usr/bin/b"] }],
      ["fetch /opt/c", { files: ["/opt/c"], ...big }],
      ["export C=/opt/c", { env: { C: "/opt/c" } }],
      ["use c && rm c", { files: ["-/opt/c", "/usr/bin/d"], ...big }],
    ],
    "b",
    `
RUN fetch /opt/a

WORKDIR /opt

RUN use a && \\
    rm a && \\
    fetch /opt/c

ENV C=/opt/c

RUN use c && \\
    rm c
`,
  ],
  [
    "one RUN for a server and what talks to it, not for one that nobody asks",
    [
      ["cd /srv", { cd: "/srv" }],
      ["cat x", {}],
      ["python3 -m http.server 9000 &", {}],
      ["sleep 1", {}],
      ["cd /opt", { cd: "/opt" }],
      ["curl -O http://localhost:9000/a", { files: ["/opt/a"] }],
      ["echo done", {}],
      ["kill %1", {}],
      ["python3 -m http.server 9001 &", {}],
      ["touch b", { files: ["/opt/b"] }],
    ],
    "b",
    `
WORKDIR /srv

RUN { python3 -m http.server 9000 & } && \\
    sleep 1 && \\
    cd /opt && \\
    curl -O http://localhost:9000/a

WORKDIR /opt

RUN touch b
`,
  ],
  [
    "one RUN for a database and who fills it",
    [
      ["service postgresql start", { files: ["/run/postgresql/x"] }],
      ["su postgres -c 'createdb x'", { files: ["/var/lib/postgresql/x"] }],
      ["service postgresql stop", { files: ["-/run/postgresql/x"] }],
    ],
    "true",
    `
RUN service postgresql start && \\
    su postgres -c 'createdb x'
`,
  ],
  [
    "one RUN for a store and the programs that fill it without a word of it, not for who looks around",
    [
      ["cd /code", { cd: "/code" }],
      ["redis-server redis.conf --daemonize yes", {}],
      ["sleep 1", {}],
      ["cat redis.conf", {}],
      ["python3 seed.py", {}],
      ["redis-cli set a 1", {}],
      ["python3 wrong.py", { exit: 1 }],
      ["redis-cli shutdown", { files: ["/var/lib/redis/dump.rdb"] }],
      ["service mariadb start", { files: ["/run/mysqld/x"] }],
      ["python3 manage.py migrate", { files: ["/var/lib/mysql/x"] }],
      ["service mariadb stop", { files: ["-/run/mysqld/x"] }],
      ["python3 report.py", { files: ["/var/report"] }],
    ],
    "true",
    `
COPY . /code/

WORKDIR /code

RUN redis-server redis.conf --daemonize yes && \\
    sleep 1 && \\
    python3 seed.py && \\
    redis-cli set a 1 && \\
    redis-cli shutdown

RUN service mariadb start && \\
    python3 manage.py migrate

RUN python3 report.py
`,
    { project: ["manage.py", "redis.conf", "report.py", "seed.py"] },
  ],
  [
    "one RUN for a folder to build in that is gone in the end",
    [
      ["cd /code", { cd: "/code" }],
      ["mkdir build", { files: ["/code/build/"] }],
      ["cd build", { cd: "/code/build" }],
      ["cmake ..", { files: ["/code/build/Makefile"] }],
      ["make install", { files: ["/usr/bin/x"] }],
      ["cd ..", { cd: "/code" }],
      ["rm -r build", { files: ["-/code/build/", "-/code/build/Makefile"] }],
    ],
    "x",
    `
COPY . /code/

WORKDIR /code

RUN mkdir build && \\
    cd /code/build && \\
    cmake .. && \\
    make install && \\
    cd /code && \\
    rm -r build
`,
    { project: ["CMakeLists.txt", "x.c"], read: ["CMakeLists.txt", "x.c"] },
  ],
  [
    "one RUN for a compiler that only packages of a language were built with",
    [
      ["apt-get install -y gcc", { files: ["/usr/bin/gcc"], ...big }],
      ["pip install psutil", { files: ["/usr/lib/python3/psutil.so"] }],
      ["apt-get purge -y gcc", { files: ["-/usr/bin/gcc"], ...big }],
    ],
    "true",
    `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y gcc && \\
    pip install --no-cache-dir psutil && \\
    DEBIAN_FRONTEND=noninteractive apt-get purge -y gcc && \\
    rm -rf /var/lib/apt/lists/*
`,
  ],
]);
