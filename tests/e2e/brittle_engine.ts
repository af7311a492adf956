import { exists } from "../../src/lib/exists.ts";
import { dirname, join } from "../../src/lib/path.ts";
import { until } from "../../src/lib/until_fixture.ts";

const script = join(dirname(import.meta.filename!), "../engines/brittle");

/** An engine that a test may break. */
export interface BrittleEngine extends AsyncDisposable {
  /** As DOCKER_HOST has it. */
  address: string;
  /** Ends it at once, as a power cut would, and resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it as an administrator does, and resolves when it has ended. */
  stop(): Promise<void>;
  /** Starts it again and waits until it answers. */
  start(): Promise<void>;
}

/**
 * Starts an engine 20.10 of the test's own and waits until it answers.
 *
 * @param bytes what its images and build caches may take up
 * @param settings its daemon.json
 */
export async function startBrittleEngine(
  bytes: number,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<BrittleEngine> {
  const folder = await Deno.makeTempDir({ dir: "/var/tmp", prefix: "dkt-brittle-" });
  const child = new Deno.Command(script, {
    args: [folder, String(bytes), JSON.stringify(settings)],
    stdin: "null",
  }).spawn();
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
  const what = async () =>
    `the brittle engine comes up or ends: ${
      (await Deno.readTextFile(`${folder}/log`)).slice(-2000)
    }`;
  const order = async (word: "stop" | "start", reached: () => Promise<boolean>) => {
    await Deno.writeTextFile(`${folder}/orders`, `${word}\n`, { append: true });
    await until(reached, { what });
  };
  try {
    await until(() => answers(path), { what });
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    address: `unix://${path}`,
    kill,
    stop: () => order("stop", () => exists(`${folder}/stopped`)),
    start: () => order("start", () => answers(path)),
    [Symbol.asyncDispose]: dispose,
  };
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
