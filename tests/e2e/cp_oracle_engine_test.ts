/** dk cp and docker cp, given the same arguments on the same files, must leave the same behind. */
import assert from "node:assert/strict";
import { dkExecutable } from "./dk_executable.ts";
import { disposeContainer, outputOf, type ProgramResult, runProgram, testName } from "./program.ts";

const image = Deno.env.get("DK_TEST_IMAGE") ?? "debian:12";

/** The same files on both sides; `t` is where copies go. */
const prepare = (root: string) => `
  set -e; rm -rf ${root}; mkdir -p ${root}/s/d/sub ${root}/t/dir ${root}/t/d; cd ${root}
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

interface Side extends AsyncDisposable {
  container: string;
  folder: string;
}

/** A container and a local folder for one of the two programs. */
async function openSide(): Promise<Side> {
  const container = testName("cp");
  await outputOf("docker", ["run", "-d", "--name", container, image, "sleep", "900"]);
  const folder = await Deno.makeTempDir({ prefix: "dkt-cp-" });
  return {
    container,
    folder,
    async [Symbol.asyncDispose]() {
      await disposeContainer(container)[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function copyOn(side: Side, program: string, args: string[]) {
  const local = `${side.folder}/files`;
  const inside = (script: string) =>
    outputOf("docker", ["exec", side.container, "sh", "-c", script]);
  await Promise.all([inside(prepare(root)), outputOf("sh", ["-c", prepare(local)])]);
  const real = args.map((arg) => arg.replace(/^C:/, `${side.container}:`).replace(/^@/, local));
  const result: ProgramResult = await runProgram(program, ["cp", "-q", ...real]);
  const [here, there] = await Promise.all([
    outputOf("sh", ["-c", list(local)]),
    inside(list(root)),
  ]);
  const plain = (text: string) => text.replaceAll(local, root);
  return { works: result.code === 0, here: plain(here), there, stderr: result.stderr };
}

Deno.test("dk cp leaves the same behind as docker cp", async () => {
  await using ours = await openSide();
  await using theirs = await openSide();
  const differing: string[] = [];
  for (const args of cases) {
    const [dk, docker] = await Promise.all([
      copyOn(ours, dkExecutable(), args),
      copyOn(theirs, "docker", args),
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
