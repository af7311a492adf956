import assert from "node:assert/strict";
import { buildImage } from "../../src/engine/build.ts";
import { listContainers } from "../../src/engine/containers/list.ts";
import { type OpenedEngine, openEngine } from "../../src/engine/engine.ts";
import { EngineError } from "../../src/engine/errors.ts";
import { inspectImage } from "../../src/engine/images/inspect.ts";
import { listImages } from "../../src/engine/images/list.ts";
import { removeImage } from "../../src/engine/images/manage.ts";
import { join } from "../../src/lib/path.ts";
import { tarStream } from "../../src/lib/tar/write.ts";
import { dkExecutable } from "./dk_executable.ts";
import { outputOf } from "./program.ts";
import { smallBase } from "./small_base.ts";

const image = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";
const debian = `FROM ${image}\n`;
/** Archive with a short list of packages for apt, where there is one: what tests install stands in its script. */
const index = Deno.env.get("DK_TEST_INDEX");
const shortlisted = index === undefined ? debian : `${debian}ADD index.tar /\n`;

const images = join(import.meta.dirname!, "../images");
/** Programs for images, beside their Dockerfile. */
const standIns = ["conda", "make-rpms"];

/** Base images by what is special about them, mostly the shell that they have. */
const bases = {
  small: smallBase(image),
  bash: shortlisted,
  // apt asks the mirror for its list of all packages.
  debian,
  program: `${shortlisted}ENTRYPOINT ["false"]\n`,
  dash: `${shortlisted}RUN rm /bin/bash\n`,
  user:
    `${shortlisted}RUN useradd -m -u 1234 app && mkdir /work && chown app /work && ln -sf dash /bin/sh
ENV GREETING="hello base"
USER app
WORKDIR /work
ENTRYPOINT ["/bin/cat"]
`,
  busybox: `${
    withPackages("busybox-static").replace("\n", " AS get\n")
  }RUN mkdir -p /out/bin /out/tmp /out/etc /out/root && cp /bin/busybox /out/bin/ && \
    for name in $(/bin/busybox --list); do ln -s busybox /out/bin/$name; done; \
    echo 'root:x:0:0:root:/root:/bin/sh' > /out/etc/passwd
FROM scratch
COPY --from=get /out/ /
`,
  python: withPackages("python3-venv"),
  node: `${withPackages("nodejs")}ADD npm.tgz /usr/share/nodejs/
RUN cd /usr/share/nodejs && mv package npm && echo prefix=/usr/local > npm/npmrc && \
    ln -s ../share/nodejs/npm/bin/npm-cli.js /usr/bin/npm
`,
  r: withPackages("r-base-core"),
  // CentOS's way: dnf, also as yum, with a repository of packages made here.
  rpm: `${withPackages("dnf rpm createrepo-c")}COPY make-rpms /usr/local/bin/
RUN make-rpms greet 1.0 1 && make-rpms greet 1.1 2.el9 && make-rpms extras 2.5 1 && \\
    createrepo_c -q /srv/repo && ln -s dnf /usr/bin/yum && mkdir -p /etc/yum.repos.d && \\
    printf '[local]\\nname=local\\nbaseurl=file:///srv/repo\\ngpgcheck=0\\n' > /etc/yum.repos.d/local.repo
`,
  conda: `${shortlisted}COPY conda /opt/conda/bin/
ENV PATH=/opt/conda/bin:$PATH
`,
  ash: `${
    withPackages("busybox-static")
  }RUN for name in cat find ls stat sh tr; do ln -sf busybox /bin/$name; done && rm /bin/bash
`,
};

function withPackages(names: string): string {
  return `${shortlisted}${installing(names)}`;
}

/** The lists are a step of their own, which all bases have in common, so that it is done once. */
function installing(names: string): string {
  return `RUN apt-get update
RUN apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*
`;
}

export type BaseKind = keyof typeof bases;

export interface RunOptions {
  flags?: string[];
  env?: Record<string, string>;
  /** Once stderr matches, this is done. */
  during?: [RegExp, (process: Deno.ChildProcess) => void];
}

export interface BenchRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** A project folder and names on the engine that only one test uses, all gone afterwards. */
export class ContainerizeBench implements AsyncDisposable {
  private constructor(
    readonly engine: OpenedEngine,
    /** Value of the label `dk.test` that the base image has. */
    readonly id: string,
    /** The folder to be containerized. */
    readonly project: string,
    /** Beside it: what is no part of the project. */
    readonly outside: string,
    /** Name of the base image. */
    readonly base: string,
    /** Name for the image to be made. */
    readonly tag: string,
  ) {}

  /**
   * @param added packages that the base image has as well
   * @param host address of the engine; that of the environment when left out
   */
  static async open(
    kind: BaseKind = "small",
    added: readonly string[] = [],
    host?: string,
  ): Promise<ContainerizeBench> {
    const engine = await openEngine({ host, env: Deno.env.toObject(), interactive: false });
    const id = crypto.randomUUID().slice(0, 8);
    const base = `dkt-containerize-base-${id}:1`;
    const more = added.length > 0 ? installing(added.join(" ")) : "";
    await build(engine, `${bases[kind]}${more}LABEL dk.test=${id}\n`, base);
    const project = await Deno.makeTempDir({ prefix: "dk-project-" });
    const outside = await Deno.makeTempDir({ prefix: "dk-steps-" });
    return new ContainerizeBench(engine, id, project, outside, base, `dkt-containerize-${id}:1.0`);
  }

  /** Runs dk on the project with these steps, a script or a session file. */
  async run(
    steps: string | { replay: string },
    options: RunOptions & { test: string },
  ): Promise<BenchRun> {
    const source = typeof steps === "string"
      ? await this.#script(steps)
      : ["--replay", steps.replay];
    const { test, flags = [], env, during } = options;
    const given = ["--base", this.base, ...source, "--test", test, "-t", this.tag];
    const process = new Deno.Command(dkExecutable(), {
      args: ["containerize", ...given, ...flags],
      cwd: this.project,
      env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const [stdout, stderr, status] = await Promise.all([
      new Response(process.stdout).text(),
      readUntil(process, during),
      process.status,
    ]);
    return { code: status.code, stdout, stderr };
  }

  async #script(steps: string): Promise<string[]> {
    const path = `${this.outside}/steps.sh`;
    await Deno.writeTextFile(path, steps);
    return ["--script", path];
  }

  /** Ids of the containers made from the base image that are there. */
  async containers(): Promise<string[]> {
    const { Id: base } = await inspectImage(this.engine, this.base);
    const all = await listContainers(this.engine, { all: true });
    return all.filter(({ ImageID }) => base.endsWith(ImageID)).map(({ Id }) => Id);
  }

  async hasImage(): Promise<boolean> {
    try {
      await inspectImage(this.engine, this.tag);
      return true;
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return false;
      throw error;
    }
  }

  /** No Dockerfile, no container, no image, neither with a name nor without. */
  async assertNothingLeft(): Promise<void> {
    assert.deepEqual([...Deno.readDirSync(this.project)].map(({ name }) => name), []);
    assert.deepEqual(await this.containers(), []);
    assert.equal(await this.hasImage(), false);
    // What is built on the base inherits its label.
    const filters = { dangling: ["true"], label: [`dk.test=${this.id}`] };
    assert.deepEqual((await listImages(this.engine, { filters })).map(({ Id }) => Id), []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of [this.tag, this.base]) {
      try {
        // The steps of a base stay in the builder's cache for the tests that follow.
        await removeImage(this.engine, name, { keepParents: name === this.base });
      } catch (error) {
        if (!(error instanceof EngineError && error.status === 404)) throw error;
      }
    }
    await this.engine[Symbol.asyncDispose]();
    await Deno.remove(this.project, { recursive: true });
    await Deno.remove(this.outside, { recursive: true });
  }
}

/** A line that installs; what is pinned changes with every release of the distribution; that it is pinned does not. */
export function withoutVersions(line: string): string {
  return line.replace(/( [a-z0-9][a-z0-9+.:-]*=|==|@)\d[\w.:+~-]*/g, "$1VERSION");
}

/** A Dockerfile without its labels, which tell names that tests make up. */
export function withoutLabels(dockerfile: string): string {
  return dockerfile.replace(/\nLABEL (.*\\\n)*.*\n/, "");
}

async function build(engine: OpenedEngine, dockerfile: string, tag: string): Promise<void> {
  const files = [
    { name: "Dockerfile", mode: 0o644, content: new TextEncoder().encode(dockerfile) },
    ...await Promise.all(standIns.map(async (name) => ({
      name,
      mode: 0o755,
      content: await Deno.readFile(join(images, name)),
    }))),
    ...dockerfile.includes("npm.tgz") ? [await npmArchive()] : [],
    ...index === undefined ? [] : [await archive("index.tar", index)],
  ];
  const context = tarStream(files.map(({ name, mode, content }) => ({
    header: { name, type: "file", mode, mtime: 0, size: content.length },
    content,
  })));
  await using built = await buildImage(engine, context, { builder: "classic", tags: [tag] });
  await built.done();
}

async function npmArchive() {
  const path = await outputOf(join(images, "npm"), []);
  return await archive("npm.tgz", path.trim());
}

async function archive(name: string, path: string) {
  return { name, mode: 0o644, content: await Deno.readFile(path) };
}

async function readUntil(
  process: Deno.ChildProcess,
  during: RunOptions["during"],
): Promise<string> {
  let text = "";
  let isDone = false;
  for await (const chunk of process.stderr.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (during && !isDone && during[0].test(text)) {
      isDone = true;
      during[1](process);
    }
  }
  return text;
}
