/** A registry on loopback, for the time of a test. */
export interface TestRegistry extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  address: string;
}

/** What a registry with a password accepts. */
export const registryUser = { username: "tester", password: "s3cret-pass" };

/** bcrypt of the password above. */
const passwordLine = "tester:$2b$04$IbwnQxP0DxvAiX348/eFguUCyo5wnNdgt.Zrdapy7RcBRIeHlOViC\n";

/** Starts Debian's `docker-registry`, with storage of its own, and waits until it listens. */
export async function startRegistry(options: { locked?: boolean } = {}): Promise<TestRegistry> {
  const directory = await Deno.makeTempDir({ prefix: "dk-registry-" });
  const port = freePort();
  const settings = {
    version: 0.1,
    log: { level: "error", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: `${directory}/data` } },
    http: { addr: `127.0.0.1:${port}` },
    ...(options.locked && { auth: { htpasswd: { realm: "test", path: `${directory}/users` } } }),
  };
  await Deno.writeTextFile(`${directory}/users`, passwordLine);
  await Deno.writeTextFile(`${directory}/config.yml`, JSON.stringify(settings)); // JSON is YAML.
  const child = new Deno.Command("docker-registry", {
    args: ["serve", `${directory}/config.yml`],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const stop = async () => {
    child.kill("SIGKILL");
    await child.status;
    await Deno.remove(directory, { recursive: true });
  };
  try {
    await listening(port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address: `127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function listening(port: number): Promise<void> {
  for (let tries = 0;; tries++) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused) || tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
