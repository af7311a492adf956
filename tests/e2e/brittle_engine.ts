import { dirname, join } from "../../src/lib/path.ts";

const script = join(dirname(import.meta.filename!), "../engines/brittle");

/** An engine that a test may break. */
export interface BrittleEngine extends AsyncDisposable {
  /** As DOCKER_HOST has it. */
  address: string;
  /** Ends it at once, as a power cut would, and resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts an engine 20.10 of the test's own and waits until it answers.
 *
 * @param bytes what its images and build caches may take up
 */
export async function startBrittleEngine(bytes: number): Promise<BrittleEngine> {
  const folder = await Deno.makeTempDir({ dir: "/var/tmp", prefix: "dkt-brittle-" });
  const child = new Deno.Command(script, { args: [folder, String(bytes)], stdin: "null" }).spawn();
  const kill = async () => {
    try {
      child.kill("SIGTERM");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // It has ended already.
    }
    await child.status;
  };
  const dispose = async () => {
    await kill();
    await Deno.remove(folder, { recursive: true });
  };
  const path = `${folder}/engine.sock`;
  for (let tries = 0; !await answers(path); tries++) {
    if (tries === 300) {
      const log = await Deno.readTextFile(`${folder}/log`);
      await dispose();
      throw new Error(`The brittle engine did not come up: ${log.slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { address: `unix://${path}`, kill, [Symbol.asyncDispose]: dispose };
}

async function answers(path: string): Promise<boolean> {
  try {
    using client = Deno.createHttpClient({ proxy: { transport: "unix", path } });
    const { ok, body } = await fetch("http://engine/_ping", { client });
    await body?.cancel();
    return ok;
  } catch (error) {
    if (error instanceof TypeError) return false; // Nobody listens yet.
    throw error;
  }
}
