import { code, installed, testPlans } from "./plan_fixture.ts";

testPlans([
  [
    "no lists of packages for themselves, where each install fetches its own",
    [
      ["apt-get update", { files: ["/var/lib/apt/lists/x"] }],
      ["apt-get install -y a || true", installed],
      ["git clone file:///code/own.git /opt/own", { files: ["/opt/own/x"] }],
    ],
    "true",
    `
COPY own.git/ /code/own.git/

RUN apt-get update && \\
    { DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y a || true; } && \\
    git clone file:///code/own.git /opt/own && \\
    rm -rf /var/lib/apt/lists/*
`,
    { project: ["README", "own.git/HEAD"], read: ["own.git/HEAD"] },
  ],
  [
    "what a project's own tools install before its source",
    [
      ["cd /code", code],
      ["poetry config virtualenvs.create false", { files: ["/root/.config/pypoetry/config.toml"] }],
      ["poetry install --no-root", { files: ["/usr/lib/python3/x"] }],
      ["bundle install", { files: ["/usr/lib/ruby/x"] }],
      ["go mod download", { files: ["/root/go/pkg/mod/x"] }],
      ["go install example.org/gen@v1", { files: ["/root/go/bin/gen"] }],
      ["go build -o /usr/bin/app ./cmd/app", { files: ["/usr/bin/app"] }],
    ],
    "app",
    `
WORKDIR /code

RUN poetry config virtualenvs.create false

COPY Gemfile go.mod go.sum poetry.lock pyproject.toml /code/

RUN poetry install --no-interaction --no-root && \\
    bundle install && \\
    go mod download && \\
    rm -rf ~/.cache/pypoetry

RUN go install example.org/gen@v1

COPY cmd/ /code/cmd/

RUN go build -o /usr/bin/app ./cmd/app
`,
    {
      project: [
        ...["Gemfile", "cmd/app/main.go", "go.mod", "go.sum", "poetry.lock"],
        "pyproject.toml",
      ],
      read: ["cmd/app/main.go"],
    },
  ],
  [
    "the packages of a workspace before npm looks for them",
    [["cd /code", code], ["npm ci", { files: ["/code/node_modules/x"] }], [
      "node parts/a/x.js",
      {},
    ]],
    "node parts/a/x.js",
    `
COPY package-lock.json package.json /code/
COPY parts/a/package.json /code/parts/a/

WORKDIR /code

RUN npm ci && \\
    npm cache clean --force

COPY parts/ /code/parts/
`,
    {
      project: ["package-lock.json", "package.json", "parts/a/package.json", "parts/a/x.js"],
      read: ["package-lock.json", "package.json", "parts/a/package.json", "parts/a/x.js"],
      includedLists: { "package.json": ["parts/a/package.json"] },
    },
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
    yum clean all && \\
    rm -rf /var/cache/yum
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
    "a removal of packages without fetching lists",
    [["touch /opt/x", { files: ["/opt/x"] }], ["apt-get purge make", {
      files: ["-/usr/bin/make"],
    }]],
    "true",
    "\nRUN touch /opt/x\n\nRUN DEBIAN_FRONTEND=noninteractive apt-get purge -y make\n",
  ],
  [
    "lock files alone before the source, each manager's own",
    [
      ["cd /code", code],
      ["npm ci", { files: ["/code/node_modules/x/package.json"] }],
      ["uv sync", { files: ["/code/.venv/x"] }],
      ["conda env create", { files: ["/opt/conda/envs/x/conda-meta/history"] }],
      ["Rscript -e 'renv::restore()'", { files: ["/usr/lib/R/x"] }],
      ["node app.js", {}],
    ],
    "node app.js",
    `
COPY .Rprofile environment.yml package-lock.json package.json pyproject.toml renv.lock uv.lock /code/
COPY renv/ /code/renv/

WORKDIR /code

RUN npm ci && \\
    uv sync --no-cache && \\
    conda env create && \\
    Rscript -e 'renv::restore()' && \\
    npm cache clean --force && \\
    conda clean -afy

COPY app.js /code/
COPY lib/ /code/lib/
`,
    {
      project: [
        ".Rprofile",
        "app.js",
        "environment.yml",
        "lib/a.js",
        "lib/package.json",
        "package-lock.json",
        "package.json",
        "pyproject.toml",
        "renv.lock",
        "renv/activate.R",
        "unused.txt",
        "uv.lock",
      ],
      read: ["app.js", "lib/a.js", "lib/package.json", "package.json", "pyproject.toml"],
    },
  ],
  [
    "lists of packages with those that they name",
    [
      ["pip install -r /code/requirements/prod.txt", { files: ["/usr/lib/python3/x"] }],
      ["python3 /code/app.py", {}],
    ],
    "python3 /code/app.py",
    `
COPY requirements/base.txt requirements/prod.txt /code/requirements/

RUN pip install --no-cache-dir -r /code/requirements/prod.txt

COPY app.py /code/
`,
    {
      project: ["app.py", "requirements/base.txt", "requirements/dev.txt", "requirements/prod.txt"],
      includedLists: { "requirements/prod.txt": ["requirements/base.txt"] },
      read: ["app.py", "requirements/base.txt", "requirements/prod.txt"],
    },
  ],
  [
    "the whole project before a package manager that builds it",
    [
      ["cd /code", code],
      ["uv sync", { files: ["/code/.venv/lib/x-1.dist-info/direct_url.json"] }],
    ],
    "x",
    `
COPY . /code/

WORKDIR /code

RUN uv sync --no-cache
`,
    { project: ["pyproject.toml", "src/x.py"], read: ["pyproject.toml", "src/x.py"] },
  ],
  [
    "project files before a step that changes them",
    [
      ["cd /code", code],
      ["npm install express", { files: ["~/code/package.json", "/code/node_modules/x"] }],
      ["apt-get install git", installed],
    ],
    "node app.js",
    `
COPY . /code/

WORKDIR /code

RUN npm install express && \\
    npm cache clean --force

RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends git && \\
    rm -rf /var/lib/apt/lists/*
`,
    { project: ["app.js", "package.json"], read: ["app.js", "package.json"] },
  ],
  [
    "what a script that installs packages was lent in the session",
    [
      ["apt-get update", { files: ["/var/lib/apt/lists/x"] }],
      ["/code/setup.sh", { files: ["~/var/lib/dpkg/status", "/usr/bin/tool"] }],
    ],
    "tool",
    `
COPY setup.sh /code/

RUN echo 'APT::Install-Recommends "false";' > /dev/shm/apt.conf && \\
    export APT_CONFIG=/dev/shm/apt.conf DEBIAN_FRONTEND=noninteractive && \\
    apt-get update && \\
    /code/setup.sh && \\
    rm -rf /var/lib/apt/lists/*
`,
    { project: ["setup.sh", "x"], read: ["setup.sh"] },
  ],
  [
    "lists fetched again for packages that a larger command installs",
    [
      ["apt-get update", { files: ["/var/lib/apt/lists/x"] }],
      ["apt-get install -y a | tee /opt/log", { files: ["/opt/log", "~/var/lib/dpkg/status"] }],
    ],
    "true",
    `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y a | tee /opt/log && \\
    rm -rf /var/lib/apt/lists/*
`,
  ],
  [
    "a line that installs both kinds as two layers, the system's with others of its kind",
    [
      ["apt-get update && apt-get install python3-pip && pip install numpy", installed],
      ["apt-get install git", installed],
    ],
    "true",
    `
RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-pip && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends git && \\
    rm -rf /var/lib/apt/lists/*

RUN pip install --no-cache-dir numpy
`,
  ],
  [
    "a repository that is added, its lists not kept, and a package that the project brings",
    [
      ["add-apt-repository -y ppa:x/y", {
        files: ["/etc/apt/sources.list.d/x.list", "/var/lib/apt/lists/x"],
      }],
      ["cd /code", code],
      ["apt-get install ./tool.deb", installed],
    ],
    "tool",
    `
RUN add-apt-repository -y ppa:x/y && \\
    rm -rf /var/lib/apt/lists/*

COPY tool.deb /code/

WORKDIR /code

RUN apt-get update && \\
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ./tool.deb && \\
    rm -rf /var/lib/apt/lists/*
`,
    { project: ["tool.deb", "unused"], read: ["tool.deb"] },
  ],
]);
