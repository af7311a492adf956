import { freePort, listening } from "../port_fixture.ts";

/** A registry on loopback, for the time of a test. */
export interface TestRegistry extends AsyncDisposable {
  /** `127.0.0.1:PORT`; engines speak plain HTTP with it. */
  address: string;
}

/** The one login that a registry with a password takes, and its line of the password file. */
export const registryLogin = { username: "alice", password: "a secret" };
const passwordLine = "alice:$2y$05$fLcwNOfP1JiIECbFT8rRhu0Odz6zJWrTpj0b6k4AJgVqmJbng6cyG\n";

/**
 * Starts Debian's `docker-registry` with storage of its own, and waits until it listens; with
 * `password` it asks for the login.
 */
export async function startRegistry(options: { password?: boolean } = {}): Promise<TestRegistry> {
  const folder = await Deno.makeTempDir({ prefix: "dkt-registry-" });
  const port = freePort();
  const address = `127.0.0.1:${port}`;
  const settings = {
    version: 0.1,
    log: { level: "error", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: `${folder}/data` } },
    http: { addr: address },
    ...(options.password && { auth: { htpasswd: { realm: "test", path: `${folder}/passwords` } } }),
  };
  await Deno.writeTextFile(`${folder}/passwords`, passwordLine);
  await Deno.writeTextFile(`${folder}/config.yml`, JSON.stringify(settings)); // JSON is YAML.
  const server = new Deno.Command("docker-registry", {
    args: ["serve", `${folder}/config.yml`],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const stop = async () => {
    server.kill("SIGKILL");
    await server.status;
    await Deno.remove(folder, { recursive: true });
  };
  try {
    await listening(port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, [Symbol.asyncDispose]: stop };
}
