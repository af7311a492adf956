import assert from "node:assert/strict";
import { openDialer } from "./dialer.ts";
import { resolveHost } from "./host.ts";
import { freePort } from "./port_fixture.ts";
import { EngineUnreachable, type UnreachableCause } from "./unreachable.ts";

async function dialling(host: string, signal?: AbortSignal): Promise<void> {
  const resolved = await resolveHost({ host, configDir: "/nowhere", env: {} });
  const dialer = openDialer(resolved, { env: {}, interactive: false });
  (await dialer.dial(signal)).close();
}

async function explained(host: string): Promise<EngineUnreachable> {
  try {
    await dialling(host);
  } catch (error) {
    assert.ok(error instanceof EngineUnreachable, `${host}: ${error}`);
    assert.ok(error.why && error.next, host);
    return error;
  }
  throw new assert.AssertionError({ message: `${host} was reached` });
}

Deno.test("EngineUnreachable tells the cause of each failed connection", async () => {
  const directory = await Deno.makeTempDir({ prefix: "dkt-host-" });
  try {
    await Deno.writeTextFile(`${directory}/file`, "");
    const cases: [host: string, reason: UnreachableCause][] = [
      [`unix://${directory}/absent.sock`, "no socket"],
      [`unix://${directory}/file/below`, "no socket"],
      [`unix://${directory}/file`, "refused"],
      [`unix://${directory}/${"x".repeat(120)}`, "network"],
      [`tcp://127.0.0.1:${freePort()}`, "refused"],
      ["tcp://no-such-host.invalid:1", "unknown host"],
    ];
    for (const [host, reason] of cases) {
      const error = await explained(host);
      assert.equal(error.reason, reason, host);
      assert.equal(error.message, `Cannot connect to the engine at ${host}`);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("EngineUnreachable is told of an engine that wants TLS by its alert", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(1000));
      await connection.write(Uint8Array.of(21, 3, 1, 0, 2, 2, 70));
      connection.close();
    }
  })();
  const host = `tcp://127.0.0.1:${listener.addr.port}`;
  const resolved = await resolveHost({ host, configDir: "/nowhere", env: {} });
  const connection = await openDialer(resolved, { env: {}, interactive: false }).dial();
  await connection.write(new TextEncoder().encode("HEAD /_ping HTTP/1.1\r\n\r\n"));
  await assert.rejects(
    connection.read(new Uint8Array(100)),
    (error) => error instanceof EngineUnreachable && error.reason === "tls",
  );
  connection.close();
  listener.close();
  await serving.catch(() => {});
});

Deno.test("Dialer.dial() throws the abort reason untouched", async () => {
  const reason = new Error("enough");
  for (const host of ["unix:///nowhere.sock", "tcp://127.0.0.1:1", "ssh://nowhere.invalid"]) {
    await assert.rejects(dialling(host, AbortSignal.abort(reason)), (error) => error === reason);
  }
});
