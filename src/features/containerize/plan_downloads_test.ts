import { code, testPlans } from "./plan_fixture.ts";

const why = "# Dependencies before the source, so that changing it downloads nothing again";
const host = `"$(rustc -vV | sed -n 's/^host: //p')"`;

testPlans([
  [
    "what cargo downloads before the source, of which it wants to see the names",
    [
      ["cd /code", code],
      ["cargo test", { files: ["/code/target/debug/x"] }],
      ["cargo build --release", { files: ["/code/target/release/x"] }],
    ],
    "target/release/x",
    `
COPY Cargo.lock Cargo.toml /code/
COPY lib/Cargo.toml /code/lib/

WORKDIR /code

${why}
RUN mkdir -p src/bin lib/src && \\
    touch src/bin/y.rs src/main.rs lib/src/lib.rs && \\
    cargo fetch --locked --target ${host}

COPY . /code/

RUN cargo test && \\
    cargo build --release
`,
    {
      project: [
        ...["Cargo.lock", "Cargo.toml", "lib/Cargo.toml", "lib/src/lib.rs", "src/a.rs"],
        ...["src/bin/y.rs", "src/main.rs"],
      ],
    },
  ],
  [
    "no download where cargo changes its lock, or has all there is to download",
    [
      ["cd /code", code],
      ["cargo build", { files: ["/code/target/debug/x", "~/code/Cargo.lock"] }],
      ["cargo build --offline --release", { files: ["/code/target/release/x"] }],
    ],
    "target/release/x",
    `
COPY . /code/

WORKDIR /code

RUN cargo build && \\
    cargo build --offline --release
`,
    { project: ["Cargo.lock", "Cargo.toml", "src/main.rs"] },
  ],
  [
    "what go downloads before the source, once",
    [
      ["cd /code/app", { cd: "/code/app" }],
      ["go vet ./... && go build -o /usr/bin/x .", { files: ["/usr/bin/x"] }],
      ["go install ./cmd/y", { files: ["/root/go/bin/y"] }],
    ],
    "x",
    `
COPY app/go.mod app/go.sum /code/app/

WORKDIR /code/app

${why}
RUN go mod download

COPY app/ /code/app/

RUN go vet ./... && \\
    go build -o /usr/bin/x . && \\
    go install ./cmd/y
`,
    { project: ["app/cmd/y/y.go", "app/go.mod", "app/go.sum", "app/x.go", "z"] },
  ],
  [
    "no download of what go finds in the project",
    [["cd /code", code], ["go build -o /usr/bin/x .", { files: ["/usr/bin/x"] }]],
    "x",
    "\nCOPY . /code/\n\nWORKDIR /code\n\nRUN go build -o /usr/bin/x .\n",
    { project: ["go.mod", "go.sum", "vendor/modules.txt", "x.go"] },
  ],
  [
    "what composer downloads, and its own packages, before the source",
    [
      ["cd /code", code],
      ["sudo composer install --no-dev -o", { files: ["/code/vendor/autoload.php"] }],
    ],
    "php x.php",
    `
COPY composer.json composer.lock /code/
COPY packages/ /code/packages/

WORKDIR /code

${why}
RUN sudo composer install --no-dev --no-scripts --no-autoloader && \\
    sudo composer clear-cache

COPY . /code/

RUN sudo composer install --no-dev -o
`,
    {
      project: ["composer.json", "composer.lock", "packages/a/src/A.php", "src/x.php", "x.php"],
      includedLists: { "composer.json": ["packages/a/src/A.php"] },
    },
  ],
  [
    "what Maven downloads before the source, with the flags that matter to it",
    [
      ["cd /code && mvn -B -s conf/maven.xml -DskipTests package", {
        files: ["/code/target/x.jar"],
        cd: "/code",
      }],
    ],
    "java -jar target/x.jar",
    `
COPY pom.xml /code/
COPY conf/maven.xml /code/conf/

WORKDIR /code

${why}
RUN mvn -B -s conf/maven.xml -DskipTests dependency:go-offline

COPY src/ /code/src/

RUN mvn -B -s conf/maven.xml -DskipTests package
`,
    {
      project: ["conf/log.xml", "conf/maven.xml", "pom.xml", "src/main/java/X.java"],
      read: ["pom.xml", "src/main/java/X.java"],
    },
  ],
  [
    "no download for modules that stand on each other, nor behind other work on all files",
    [
      ["cd /code", code],
      ["mvn install", { files: ["/code/a/target/x.jar"] }],
      ["cd tool", { cd: "/code/tool" }],
      ["cargo build", { files: ["/code/tool/target/x"] }],
    ],
    "java -jar a/target/x.jar",
    `
COPY . /code/

WORKDIR /code

RUN mvn install

WORKDIR /code/tool

RUN cargo build
`,
    { project: ["a/pom.xml", "pom.xml", "tool/Cargo.toml", "tool/src/main.rs"] },
  ],
  [
    "downloads that were typed, before the source as well, and no others",
    [
      ["cd /code && mvn -B dependency:go-offline", { files: ["/root/.m2/x"], cd: "/code" }],
      ["mvn package", { files: ["/code/a/target/x.jar"] }],
    ],
    "java -jar a/target/x.jar",
    `
COPY pom.xml /code/
COPY a/pom.xml /code/a/

WORKDIR /code

RUN mvn -B dependency:go-offline

COPY a/ /code/a/

RUN mvn package
`,
    { project: ["a/pom.xml", "a/src/main/java/X.java", "pom.xml"] },
  ],
  [
    "the downloads of several tools, each for its folder",
    [
      ["cd /code", code],
      ["cargo fetch", { files: ["/root/.cargo/registry/x"] }],
      ["composer install --no-autoloader", { files: ["/code/vendor/x"] }],
      ["composer dump-autoload && cargo build", { files: ["/code/target/x", "/code/vendor/y"] }],
    ],
    "target/x",
    `
COPY Cargo.toml composer.json composer.lock /code/

WORKDIR /code

RUN mkdir -p src && \\
    touch src/main.rs && \\
    cargo fetch && \\
    composer install --no-autoloader && \\
    composer clear-cache

COPY src/ /code/src/

RUN composer dump-autoload && \\
    cargo build
`,
    { project: ["Cargo.toml", "composer.json", "composer.lock", "src/main.rs"] },
  ],
  [
    "what an install of the project itself downloads",
    [["cd /code && cargo install --locked --path .", { files: ["/root/.cargo/bin/x"] }]],
    "/root/.cargo/bin/x",
    `
COPY Cargo.lock Cargo.toml /code/

WORKDIR /code

${why}
RUN mkdir -p src && \\
    touch src/main.rs && \\
    cargo fetch --locked --target ${host}

COPY src/ /code/src/

RUN cargo install --locked --path .

WORKDIR /
`,
    { project: ["Cargo.lock", "Cargo.toml", "src/main.rs"], read: ["src/main.rs"] },
  ],
  [
    "what uv installs beside the project itself",
    [
      ["cd /code", code],
      ["uv sync --frozen --no-dev", {
        files: ["/code/.venv/lib/python3/site-packages/p-1.dist-info/direct_url.json"],
      }],
    ],
    "/code/.venv/bin/p",
    `
COPY pyproject.toml uv.lock /code/

WORKDIR /code

${why}
RUN uv sync --no-cache --frozen --no-dev --no-install-workspace

COPY src/ /code/src/

RUN uv sync --no-cache --frozen --no-dev
`,
    {
      project: ["pyproject.toml", "src/p/__init__.py", "uv.lock"],
      read: ["pyproject.toml", "src/p/__init__.py", "uv.lock"],
    },
  ],
  [
    "one install where poetry installs no project",
    [
      ["cd /code", code],
      ["poetry install --only main", { files: ["/usr/lib/python3/x"] }],
      ["pip install -e .", { files: ["/usr/lib/python3/y"] }],
    ],
    "p",
    `
COPY poetry.lock pyproject.toml /code/

WORKDIR /code

RUN poetry install --no-interaction --only main && \\
    rm -rf ~/.cache/pypoetry

COPY src/ /code/src/

RUN pip install --no-cache-dir -e .
`,
    {
      project: ["poetry.lock", "pyproject.toml", "src/p/__init__.py"],
      read: ["pyproject.toml", "src/p/__init__.py"],
    },
  ],
]);
