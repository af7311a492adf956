/** A registry on loopback for one test. */
export interface TestRegistry extends AsyncDisposable {
  /** `127.0.0.1:PORT`; engines speak plain HTTP with it. */
  address: string;
}

/** The one login that a registry with a password takes, and its line of the password file. */
export const registryLogin = { username: "alice", password: "a secret" };
const passwordLine = "alice:$2y$05$fLcwNOfP1JiIECbFT8rRhu0Odz6zJWrTpj0b6k4AJgVqmJbng6cyG\n";

/** Starts Debian's docker-registry on a free port; with `password` it asks for the login. */
export async function startRegistry(
  options: { password?: boolean } = {},
): Promise<TestRegistry> {
  const folder = await Deno.makeTempDir({ prefix: "dkt-registry-" });
  const address = `127.0.0.1:${freePort()}`;
  const settings: Record<string, unknown> = {
    version: "0.1",
    storage: { filesystem: { rootdirectory: `${folder}/data` } },
    http: { addr: address },
  };
  if (options.password) {
    await Deno.writeTextFile(`${folder}/passwords`, passwordLine);
    settings.auth = { htpasswd: { realm: "test", path: `${folder}/passwords` } };
  }
  // JSON is YAML.
  await Deno.writeTextFile(`${folder}/config.yml`, JSON.stringify(settings));
  const server = new Deno.Command("docker-registry", {
    args: ["serve", `${folder}/config.yml`],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await answering(`http://${address}/v2/`);
  return {
    address,
    async [Symbol.asyncDispose]() {
      server.kill();
      await server.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function answering(url: string): Promise<void> {
  for (let left = 100; left > 0; left--) {
    try {
      await (await fetch(url)).body?.cancel();
      return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // Refused: it is not listening yet.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`The registry at ${url} does not answer`);
}
