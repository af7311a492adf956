/** dk cp and docker cp, given the same arguments on the same files, must leave the same behind. */
import assert from "node:assert/strict";
import { dkExecutable } from "./dk_executable.ts";
import { disposeContainer, outputOf, type ProgramResult, runProgram, testName } from "./program.ts";

const image = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";

/** The same files on both sides; `t` is where copies go. */
const prepare = (root: string) => `
  set -e; cd /; rm -rf ${root}; mkdir -p ${root}/s/d/sub ${root}/t/dir ${root}/t/d; cd ${root}
  echo file > s/f; chmod 640 s/f; echo x > s/d/x; echo y > s/d/sub/y; chmod 750 s/d/sub
  chmod 4755 s/d/x; ln s/d/x s/d/hard; ln -s f s/ln; ln -s d s/lnd; ln -s ${root}/s/f s/lnabs
  ln -s nowhere s/dangling; mkdir s/empty; echo old > t/file; ln -s dir t/tolink
  ln -s file t/tofile; touch -d @1000000000 s/f s/d/x; chown 12:34 s/d/x s/f`;
const list = (root: string) =>
  `cd ${root}/t && find . -printf '%p %y %m %U:%G %l ' -a '(' -type f -exec cat {} ';' -o -printf '\\n' ')' | sort`;

const root = "/tmp/dkt";

/** Arguments; C stands for the container's name, @ for the local folder of test files. */
const cases: string[][] = [
  ["C:/tmp/dkt/s/f", "@/t"],
  ["C:/tmp/dkt/s/f", "@/t/"],
  ["C:/tmp/dkt/s/f", "@/t/new"],
  ["C:/tmp/dkt/s/f", "@/t/new/"],
  ["C:/tmp/dkt/s/f", "@/t/file"],
  ["C:/tmp/dkt/s/f", "@/t/tofile"],
  ["C:/tmp/dkt/s/f", "@/t/tolink"],
  ["C:/tmp/dkt/s/f", "@/t/no/new"],
  ["C:/tmp/dkt/s/f/", "@/t"],
  ["C:/tmp/dkt/s/d", "@/t"],
  ["C:/tmp/dkt/s/d", "@/t/dir"],
  ["C:/tmp/dkt/s/d/", "@/t/dir/"],
  ["C:/tmp/dkt/s/d", "@/t/new"],
  ["C:/tmp/dkt/s/d", "@/t/new/"],
  ["C:/tmp/dkt/s/d/.", "@/t/dir"],
  ["C:/tmp/dkt/s/d/.", "@/t/new"],
  ["C:/tmp/dkt/s/d", "@/t/file"],
  ["C:/tmp/dkt/s/empty", "@/t/new"],
  ["C:/tmp/dkt/s/ln", "@/t"],
  ["-L", "C:/tmp/dkt/s/ln", "@/t"],
  ["-L", "C:/tmp/dkt/s/lnabs", "@/t/new"],
  ["C:/tmp/dkt/s/lnd", "@/t"],
  ["-L", "C:/tmp/dkt/s/lnd", "@/t"],
  ["C:/tmp/dkt/s/lnd/", "@/t"],
  ["C:/tmp/dkt/s/lnd/.", "@/t/dir"],
  ["C:/tmp/dkt/s/dangling", "@/t"],
  ["C:/tmp/dkt/s/absent", "@/t"],
  ["C:tmp/dkt/s/f", "@/t"],
  ["@/s/f", "C:/tmp/dkt/t"],
  ["@/s/f", "C:/tmp/dkt/t/new"],
  ["@/s/f", "C:/tmp/dkt/t/new/"],
  ["@/s/f", "C:/tmp/dkt/t/file"],
  ["@/s/f", "C:/tmp/dkt/t/tofile"],
  ["@/s/f", "C:/tmp/dkt/t/tolink"],
  ["@/s/f", "C:/tmp/dkt/t/no/new"],
  ["-a", "@/s/f", "C:/tmp/dkt/t"],
  ["@/s/d", "C:/tmp/dkt/t"],
  ["@/s/d", "C:/tmp/dkt/t/dir"],
  ["@/s/d/", "C:/tmp/dkt/t/new"],
  ["@/s/d", "C:/tmp/dkt/t/new/"],
  ["@/s/d/.", "C:/tmp/dkt/t/dir"],
  ["@/s/d/.", "C:/tmp/dkt/t/new"],
  ["@/s/d", "C:/tmp/dkt/t/file"],
  ["@/s/ln", "C:/tmp/dkt/t"],
  ["-L", "@/s/ln", "C:/tmp/dkt/t"],
  ["@/s/lnd", "C:/tmp/dkt/t"],
  ["@/s/lnd/", "C:/tmp/dkt/t"],
  ["-L", "@/s/lnd", "C:/tmp/dkt/t"],
  ["@/s/dangling", "C:/tmp/dkt/t"],
  ["@/s/absent", "C:/tmp/dkt/t"],
  ["@/s/f", "C:tmp/dkt/t"],
];

/** A container and a local folder for one of the two programs, with the files of {@link prepare}. */
class Side implements AsyncDisposable {
  private constructor(readonly container: string, readonly folder: string) {}

  static async open(): Promise<Side> {
    const container = testName("cp");
    await outputOf("docker", ["run", "-d", "--name", container, image, "sleep", "900"]);
    const side = new Side(container, await Deno.makeTempDir({ prefix: "dkt-cp-" }));
    await side.#inBoth(prepare);
    return side;
  }

  /** What a copy leaves on either side; the files are then made anew. */
  async copy(program: string, args: string[]) {
    const real = args.map((arg) =>
      arg.replace(/^C:/, `${this.container}:`).replace(/^@/, this.#local)
    );
    const result: ProgramResult = await runProgram(program, ["cp", "-q", ...real]);
    const [here, there] = await this.#inBoth((root) => `${list(root)}; ${prepare(root)}`);
    const works = result.code === 0;
    return { works, here: here.replaceAll(this.#local, root), there, stderr: result.stderr };
  }

  async #inBoth(script: (root: string) => string): Promise<[here: string, there: string]> {
    return await Promise.all([
      outputOf("sh", ["-c", script(this.#local)]),
      outputOf("docker", ["exec", this.container, "sh", "-c", script(root)]),
    ]);
  }

  get #local(): string {
    return `${this.folder}/files`;
  }

  async [Symbol.asyncDispose]() {
    await disposeContainer(this.container)[Symbol.asyncDispose]();
    await Deno.remove(this.folder, { recursive: true });
  }
}

Deno.test("dk cp leaves the same behind as docker cp", async () => {
  await using ours = await Side.open();
  await using theirs = await Side.open();
  const differing: string[] = [];
  for (const args of cases) {
    const [dk, docker] = await Promise.all([
      ours.copy(dkExecutable(), args),
      theirs.copy("docker", args),
    ]);
    try {
      assert.deepEqual({ ...dk, stderr: "" }, { ...docker, stderr: "" });
    } catch (error) {
      const said = `dk: ${dk.stderr}\ndocker: ${docker.stderr}`;
      differing.push(`${args.join(" ")}\n${(error as Error).message}\n${said}`);
    }
  }
  assert.deepEqual(differing, []);
});
