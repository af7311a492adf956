import { dkExecutable } from "./dk_executable.ts";
import type { ProgramResult } from "./program.ts";

/** In milliseconds: what takes seconds may take one where much else goes on. */
const minute = 60_000;

/** A build's directory, and a folder for temporary files that it is to leave empty. */
export interface BuildGround extends AsyncDisposable {
  /** Absolute; holds all the rest. */
  folder: string;
  context: string;
  /** Starts `dk build ARGS CONTEXT` against the engine at `address`. */
  start(address: string, args?: readonly string[], uid?: number): RunningBuild;
}

/** A `dk build` that runs. */
export interface RunningBuild {
  kill(signal: "SIGINT"): void;
  /**
   * What it came to.
   *
   * @throws Error when it takes longer than a minute; it is killed then
   */
  result(): Promise<ProgramResult>;
}

/** Makes a context of `files` (text by path), readable by everybody. */
export async function buildGround(files: Record<string, string>): Promise<BuildGround> {
  const folder = await Deno.makeTempDir({ prefix: "dkt-build-" });
  await Deno.chmod(folder, 0o755);
  const context = `${folder}/context`;
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(`${context}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(`${context}/${path}`, text);
  }
  for (const name of ["home", "tmp"]) {
    await Deno.mkdir(`${folder}/${name}`);
    await Deno.chmod(`${folder}/${name}`, 0o1777);
  }
  return {
    folder,
    context,
    start: (address, args = [], uid = undefined) =>
      runningBuild(folder, address, ["build", ...args, context], uid),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

function runningBuild(
  folder: string,
  address: string,
  args: readonly string[],
  uid: number | undefined,
): RunningBuild {
  let program = dkExecutable();
  if (uid !== undefined) {
    Deno.chownSync(`${folder}/home`, uid, null);
    Deno.copyFileSync(program, program = `${folder}/dk`); // They may not enter the checkout.
  }
  const child = new Deno.Command(program, {
    args: [...args],
    uid,
    env: {
      DOCKER_HOST: address,
      DOCKER_CONFIG: `${folder}/home`,
      TMPDIR: `${folder}/tmp`,
      ...uid !== undefined && { HOME: `${folder}/home` },
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  return {
    kill: (signal) => child.kill(signal),
    async result() {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        child.kill("SIGKILL");
      }, minute);
      const { code, stdout, stderr } = await output;
      clearTimeout(timer);
      const decoder = new TextDecoder();
      const result = { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
      if (late) throw new Error(`dk build ran on for a minute: ${result.stderr}`);
      const left = [...Deno.readDirSync(`${folder}/tmp`)].map(({ name }) => name);
      if (left.length > 0) throw new Error(`dk build left temporary files: ${left.join(", ")}`);
      return result;
    },
  };
}

/** Processes of this machine whose command line holds `marker`. */
export function processesWith(marker: string): number[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter((id) => {
    try {
      return id > 0 && id !== Deno.pid &&
        Deno.readTextFileSync(`/proc/${id}/cmdline`).includes(marker);
    } catch (error) {
      if (isGone(id)) return false;
      throw error;
    }
  });
}

/** True for a process that ended between two looks; Deno has no class for all of its errors. */
function isGone(id: number): boolean {
  try {
    Deno.statSync(`/proc/${id}`);
    return false;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}
