import { testPlans } from "./plan_fixture.ts";

const app = { cd: "/app" };
const copied = { files: ["/app/", "/app/base.txt", "/app/main.py", "/app/requirements.txt"] };
const python = {
  project: ["base.txt", "main.py", "requirements.txt"],
  read: ["main.py", "requirements.txt"],
  includedLists: { "requirements.txt": ["base.txt"] },
};
const node = {
  project: ["package-lock.json", "package.json", "server.js"],
  read: ["package.json", "server.js"],
};
const installs = { files: ["/usr/lib/python3/x"] };

testPlans([
  [
    "an install in the folder that was fetched",
    [
      ["git clone https://x/y /opt/y", { files: ["/opt/y/setup.py"] }],
      ["cd /opt/y", { cd: "/opt/y" }],
      ["pip install .", installs],
    ],
    "y",
    `
RUN git clone https://x/y /opt/y

WORKDIR /opt/y

RUN pip install --no-cache-dir .
`,
  ],
  [
    "the same where the folder was made and entered in the line that copies",
    [
      ["cd /code", { cd: "/code" }],
      ["mkdir -p /app && cp -r . /app && cd /app", { ...copied, ...app }],
      ["pip install -r requirements.txt", installs],
    ],
    "python3 /app/main.py",
    `
COPY base.txt requirements.txt /app/

WORKDIR /app

RUN pip install --no-cache-dir -r requirements.txt

COPY . /app/
`,
    python,
  ],
  [
    "a line that makes more than the folder that it copies to",
    [
      ["mkdir -p /app/out && cp /code/main.py /app/", { files: ["/app/main.py", "/app/out/"] }],
      ["mkdir -m 700 /opt/x && cp /code/main.py /opt/x", { files: ["/opt/x/", "/opt/x/main.py"] }],
    ],
    "python3 /app/main.py",
    `
COPY main.py /code/

RUN mkdir -p /app/out && \\
    cp /code/main.py /app/ && \\
    mkdir -m 700 /opt/x && \\
    cp /code/main.py /opt/x
`,
    { project: ["main.py"], read: ["main.py"] },
  ],
  [
    "the lists that an install reads where the project was copied to, before the rest",
    [
      ["cp -r /code /app", copied],
      ["cd /app", app],
      ["pip install -r requirements.txt", installs],
      ["pip install six", installs],
    ],
    "python main.py",
    `
COPY base.txt requirements.txt /app/

WORKDIR /app

RUN pip install --no-cache-dir -r requirements.txt

RUN pip install --no-cache-dir six

COPY . /app/
`,
    python,
  ],
  [
    "an install of the project itself behind the COPY to its own place",
    [
      ["cp -r /code /app", copied],
      ["cd /app", app],
      ["pip install -r requirements.txt && pip install -e .[yaml]", installs],
    ],
    "python main.py",
    `
COPY base.txt requirements.txt /app/

WORKDIR /app

RUN pip install --no-cache-dir -r requirements.txt

COPY . /app/

RUN pip install --no-cache-dir -e .[yaml]
`,
    python,
  ],
  [
    "a list that was put by itself, once",
    [
      ["cp /code/requirements.txt /code/base.txt /tmp/", {
        files: ["/tmp/base.txt", "/tmp/requirements.txt"],
      }],
      ["pip install -r /tmp/requirements.txt", installs],
    ],
    "true",
    `
COPY base.txt requirements.txt /tmp/

RUN pip install --no-cache-dir -r /tmp/requirements.txt
`,
    { ...python, read: ["requirements.txt"] },
  ],
  [
    "the content of a folder by its pattern, and what npm reads of it first",
    [
      ["mkdir /app", { files: ["/app/"] }],
      ["cp -r /code/* /app", { files: node.project.map((name) => `/app/${name}`) }],
      ["cd /app", app],
      ["npm ci && npm run build", { files: ["/app/node_modules/x", "/app/dist/x"] }],
    ],
    "node server.js",
    `
RUN mkdir /app

COPY package-lock.json package.json /app/

WORKDIR /app

RUN npm ci && \\
    npm cache clean --force

COPY . /app/

RUN npm run build
`,
    node,
  ],
  [
    "the entries that a pattern shows where others are hidden",
    [["cp -r /code/* /app/", { files: ["/app/a", "/app/lib/", "/app/lib/b"] }]],
    "true",
    "\nCOPY a /app/\nCOPY lib /app/lib/\n",
    { project: [".env", "a", "lib/b"], read: ["a", "lib/b"] },
  ],
  [
    "the folder that a line enters behind an install",
    [["apt-get install -y make && cd /code && make", { files: ["/usr/bin/x"], cd: "/code" }]],
    "x",
    `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y make && \\
    rm -rf /var/lib/apt/lists/*

COPY Makefile /code/

WORKDIR /code

RUN make
`,
    { project: ["Makefile"], read: ["Makefile"] },
  ],
  [
    "what a project depends on in a layer of its own, though one line installs both",
    [
      ["cd /code && apt-get install -y git && pip install -r requirements.txt && pip install .", {
        files: ["/usr/bin/git", "/usr/lib/python3/x", "/usr/lib/python3/y/direct_url.json"],
        cd: "/code",
      }],
    ],
    "python main.py",
    `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y git && \\
    rm -rf /var/lib/apt/lists/*

COPY base.txt requirements.txt /code/

WORKDIR /code

RUN pip install --no-cache-dir -r requirements.txt

COPY . /code/

RUN pip install --no-cache-dir .
`,
    {
      ...python,
      project: [...python.project, "setup.py"],
      read: [...python.read, "setup.py"],
    },
  ],
  [
    "an environment that one line makes and fills, before the source",
    [
      [
        "cd /code && python3 -m venv /opt/v && . /opt/v/bin/activate && pip install -r requirements.txt",
        {
          files: ["/opt/v/bin/activate", "/opt/v/lib/x"],
          cd: "/code",
          env: { PATH: "/opt/v/bin:/bin" },
        },
      ],
    ],
    "python main.py",
    `
COPY base.txt requirements.txt /code/

WORKDIR /code

RUN python3 -m venv /opt/v && \\
    . /opt/v/bin/activate && \\
    pip install --no-cache-dir -r requirements.txt

ENV PATH=/opt/v/bin:/bin

COPY main.py /code/
`,
    python,
  ],
  [
    "no source before an install that a file was put in place for",
    [
      ["cd /code", { cd: "/code" }],
      ["cp x.list /etc/apt/sources.list.d/ && apt-get update && apt-get install -y x", {
        files: ["/etc/apt/sources.list.d/x.list", "/usr/bin/x"],
      }],
    ],
    "python main.py",
    `
COPY x.list /code/

WORKDIR /code

RUN cp x.list /etc/apt/sources.list.d/ && \\
    apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y x && \\
    rm -rf /var/lib/apt/lists/*

COPY main.py /code/
`,
    { project: ["main.py", "x.list", "README"], read: ["main.py", "x.list"] },
  ],
]);
