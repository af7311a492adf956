import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { UsageFailure } from "../lib/failure.ts";
import { contextId, listContexts } from "./contexts.ts";
import { type HostInput, resolveHost } from "./host.ts";

/** A configuration directory of docker's, removed in the end. */
class ConfigDir implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async create(config?: unknown): Promise<ConfigDir> {
    const directory = new ConfigDir(await Deno.makeTempDir({ prefix: "dkt-host-" }));
    if (config !== undefined) await directory.write("config.json", JSON.stringify(config));
    return directory;
  }

  async addContext(name: string, meta: unknown, tlsFiles: string[] = []): Promise<void> {
    const id = await contextId(name);
    await this.write(`contexts/meta/${id}/meta.json`, JSON.stringify(meta));
    for (const file of tlsFiles) await this.write(`contexts/tls/${id}/docker/${file}`, "pem");
  }

  async write(path: string, text: string): Promise<void> {
    const full = `${this.path}/${path}`;
    await Deno.mkdir(full.slice(0, full.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(full, text);
  }

  async [Symbol.asyncDispose]() {
    await Deno.remove(this.path, { recursive: true });
  }
}

function docker(host: string, more: Record<string, unknown> = {}): unknown {
  return { Name: "x", Metadata: {}, Endpoints: { docker: { Host: host, ...more } } };
}

Deno.test("resolveHost() follows docker's order", async () => {
  await using config = await ConfigDir.create({ currentContext: "current" });
  for (const name of ["flag", "env", "current"]) {
    await config.addContext(name, docker(`tcp://${name}:1`));
  }
  const DOCKER_HOST = "tcp://hostenv:1";
  const DOCKER_CONTEXT = "env";
  const order: [Omit<HostInput, "configDir">, string][] = [
    [{ context: "flag", env: { DOCKER_HOST, DOCKER_CONTEXT } }, "tcp://flag:1"],
    [{ host: "tcp://hostflag:1", env: { DOCKER_HOST, DOCKER_CONTEXT } }, "tcp://hostflag:1"],
    [{ env: { DOCKER_HOST, DOCKER_CONTEXT } }, "tcp://hostenv:1"],
    [{ env: { DOCKER_HOST: "", DOCKER_CONTEXT } }, "tcp://env:1"],
    [{ env: { DOCKER_CONTEXT: "" } }, "tcp://current:1"],
    [{ context: "default", env: { DOCKER_HOST, DOCKER_CONTEXT } }, "tcp://hostenv:1"],
    [{ env: { DOCKER_CONTEXT: "default" } }, (await resolveHost({ host: "", env: {} })).address],
  ];
  for (const [input, address] of order) {
    const host = await resolveHost({ ...input, configDir: config.path });
    strictEqual(host.address, address, JSON.stringify(input));
  }
});

Deno.test("resolveHost() finds the configuration by flag, DOCKER_CONFIG, then HOME", async () => {
  await using home = await ConfigDir.create();
  const cases: [path: string, host: string][] = [["flag", "f"], ["env", "e"], [".docker", "h"]];
  for (const [path, host] of cases) {
    await using there = await ConfigDir.create({ currentContext: "x" });
    await there.addContext("x", docker(`tcp://${host}:1`));
    await Deno.mkdir(`${home.path}/${path}`);
    await new Deno.Command("cp", { args: ["-r", `${there.path}/.`, `${home.path}/${path}`] })
      .output();
  }
  const at = (name: string) => `${home.path}/${name}`;
  const address = async (input: HostInput) => (await resolveHost(input)).address;
  const env = { HOME: home.path, DOCKER_CONFIG: at("env") };
  strictEqual(await address({ configDir: at("flag"), env }), "tcp://f:1");
  strictEqual(await address({ env }), "tcp://e:1");
  strictEqual(await address({ env: { HOME: home.path } }), "tcp://h:1");
});

Deno.test("resolveHost() reads a context's keys in any case", async () => {
  await using config = await ConfigDir.create({ CURRENTCONTEXT: "low", httpheaders: { A: "b" } });
  await config.addContext("low", {
    name: "low",
    ENDPOINTS: { Docker: { host: "tcp://h:1", skiptlsverify: true } },
  });
  const host = await resolveHost({ configDir: config.path, env: {} });
  strictEqual(host.address, "tcp://h:1");
  strictEqual(host.tls?.verify, false);
  deepStrictEqual(host.httpHeaders, { A: "b" });
});

Deno.test("resolveHost() takes a context's certificates for tcp and for nothing else", async () => {
  await using config = await ConfigDir.create();
  const files = ["ca.pem", "cert.pem", "key.pem"];
  await config.addContext("net", docker("tcp://h:2376"), files);
  await config.addContext("local", docker("unix:///x.sock"), files);
  await config.addContext("bare", docker("tcp://h:2375"));
  const tlsOf = async (context: string) =>
    (await resolveHost({ context, configDir: config.path, env: {} })).tls;
  const net = await tlsOf("net");
  strictEqual(net?.verify, true);
  ok(net.ca?.endsWith("/docker/ca.pem") && net.key?.endsWith("/docker/key.pem"));
  strictEqual(await tlsOf("local"), undefined);
  strictEqual(await tlsOf("bare"), undefined);
});

Deno.test("resolveHost() turns TLS on by any value of DOCKER_TLS_VERIFY", async () => {
  await using certificates = await ConfigDir.create();
  await certificates.write("ca.pem", "pem");
  const env = { DOCKER_TLS_VERIFY: "0", DOCKER_CERT_PATH: certificates.path };
  const configDir = certificates.path;
  const unset = await resolveHost({ configDir, env });
  strictEqual(unset.address, "tcp://localhost:2376");
  strictEqual(unset.tls?.verify, true);
  const named = await resolveHost({ configDir, env: { ...env, DOCKER_HOST: "tcp://h" } });
  deepStrictEqual(named.tls, {
    verify: true,
    ca: `${certificates.path}/ca.pem`,
    cert: undefined,
    key: undefined,
  });
  const local = await resolveHost({ configDir, env: { ...env, DOCKER_HOST: "unix:///x" } });
  strictEqual(local.tls, undefined);
  const unverified = await resolveHost({ configDir, host: "tcp://h", env: { DOCKER_TLS: "1" } });
  strictEqual(unverified.tls?.verify, false);
});

Deno.test("resolveHost() refuses what docker refuses, naming the value", async () => {
  await using config = await ConfigDir.create({ currentContext: "gone" });
  const configDir = config.path;
  const cases: [HostInput, RegExp][] = [
    [{ host: "h", context: "c", env: {} }, /--host h and --context c/],
    [{ context: "nope", configDir, env: {} }, /"nope", named by --context/],
    [{ configDir, env: { DOCKER_CONTEXT: "lost" } }, /"lost", named by DOCKER_CONTEXT/],
    [{ configDir, env: {} }, /"gone", named by currentContext in .*config\.json/],
    [{ configDir, env: { DOCKER_HOST: "http://h" } }, /"http:\/\/h" in DOCKER_HOST/],
    [{ configDir, env: { DOCKER_HOST: "tcp://h", DOCKER_TLS_VERIFY: "1" } }, /no .*ca\.pem/],
  ];
  for (const [input, message] of cases) {
    await rejects(resolveHost(input), (error) => {
      ok(error instanceof UsageFailure);
      ok(message.test(error.message), error.message);
      return true;
    });
  }
});

Deno.test("resolveHost() warns of a damaged config.json and goes on, as docker does", async () => {
  await using config = await ConfigDir.create();
  await config.write("config.json", "{bad");
  const host = await resolveHost({ configDir: config.path, env: {} });
  strictEqual(host.context, "default");
  strictEqual(host.warnings.length, 1);
  ok(host.warnings[0]?.startsWith(`Ignoring ${config.path}/config.json: `));
});

Deno.test("listContexts() sorts, and leaves damaged ones out", async () => {
  await using config = await ConfigDir.create();
  deepStrictEqual(await listContexts(config.path), []);
  await config.addContext("b", { Name: "b", Endpoints: { docker: { Host: "tcp://b" } } });
  await config.addContext("a", {
    Name: "a",
    Metadata: { Description: "first" },
    Endpoints: { docker: { Host: "ssh://a" } },
  });
  await config.addContext("damaged", { Name: "damaged" });
  const contexts = await listContexts(config.path);
  deepStrictEqual(contexts.map(({ name, host, description }) => [name, host, description]), [
    ["a", "ssh://a", "first"],
    ["b", "tcp://b", ""],
  ]);
});
