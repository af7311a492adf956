import assert from "node:assert/strict";
import * as net from "node:net";
import * as tls from "node:tls";
import { openDialer } from "./dialer.ts";
import { resolveHost } from "./host.ts";
import { Certificates } from "./certificates_fixture.ts";
import type { ByteStream } from "./transport.ts";
import { EngineUnreachable } from "./unreachable.ts";

const forServer = "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth";
const forClient = "extendedKeyUsage=clientAuth";

/**
 * A server that answers how many bytes it got, once the client has half-closed; without certificates
 * one that refuses whatever is not HTTP.
 */
class CountingServer implements AsyncDisposable {
  readonly #sockets = new Set<net.Socket>();

  private constructor(readonly server: net.Server) {
    server.on("connection", (socket) => this.#sockets.add(socket));
  }

  static async start(folder?: string): Promise<CountingServer> {
    const refuse = (socket: net.Socket) => {
      socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
      socket.on("error", () => socket.destroy());
    };
    const count = (socket: net.Socket) => {
      let bytes = 0;
      socket.on("data", (data) => bytes += data.length);
      socket.on("end", () => socket.end(`${bytes} bytes`));
      socket.on("error", () => socket.destroy());
    };
    const options = folder === undefined ? undefined : {
      ca: Deno.readTextFileSync(`${folder}/ca.pem`),
      cert: Deno.readTextFileSync(`${folder}/cert.pem`),
      key: Deno.readTextFileSync(`${folder}/key.pem`),
      requestCert: true,
      rejectUnauthorized: true,
      allowHalfOpen: true,
    };
    const server = options ? tls.createServer(options, count) : net.createServer(refuse);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new CountingServer(server);
  }

  get address(): string {
    return `tcp://127.0.0.1:${(this.server.address() as net.AddressInfo).port}`;
  }

  async [Symbol.asyncDispose]() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function dial(host: string, env: Record<string, string>): Promise<ByteStream> {
  const resolved = await resolveHost({ host, configDir: "/nowhere", env });
  return await openDialer(resolved, { env, interactive: false }).dial();
}

/** Sends, half-closes and reads to the end. */
async function converse(connection: ByteStream, size: number): Promise<string> {
  try {
    const data = new Uint8Array(size);
    for (let sent = 0; sent < size;) sent += await connection.write(data.subarray(sent));
    await connection.closeWrite();
    const buffer = new Uint8Array(100);
    let answer = "";
    for (let count; (count = await connection.read(buffer)) !== null;) {
      answer += new TextDecoder().decode(buffer.subarray(0, count));
    }
    return answer;
  } finally {
    connection.close();
  }
}

/** One server and every kind of client folder; made once, openssl is slow. */
async function certificates(): Promise<Certificates & { folders: Record<string, string> }> {
  const made = await Certificates.create();
  const folders = {
    server: await made.issue("server", "ca", forServer),
    elsewhere: await made.issue("elsewhere", "ca", "subjectAltName=DNS:elsewhere"),
    client: await made.issue("client", "ca", forClient),
    strange: await made.issue("strange", "other", forClient),
    forged: await made.issue("forged", "other", forClient),
  };
  await Deno.copyFile(`${folders.client}/ca.pem`, `${folders.strange}/ca.pem`);
  return Object.assign(made, { folders });
}

const options = { sanitizeResources: false, sanitizeOps: false }; // Node's sockets close late.

Deno.test({
  name: "openDialer() half-closes over TLS, with and without verification",
  ...options,
  async fn() {
    await using made = await certificates();
    await using server = await CountingServer.start(made.folders.server);
    const DOCKER_CERT_PATH = made.folders.client!;
    for (const mode of ["DOCKER_TLS_VERIFY", "DOCKER_TLS"]) {
      const connection = await dial(server.address, { [mode]: "1", DOCKER_CERT_PATH });
      assert.equal(await converse(connection, 300_000), "300000 bytes", mode);
    }
  },
});

Deno.test({
  name: "openDialer() explains what is wrong with TLS by looking, and names the files",
  ...options,
  async fn() {
    await using made = await certificates();
    await using secure = await CountingServer.start(made.folders.server);
    await using misnamed = await CountingServer.start(made.folders.elsewhere);
    await using plain = await CountingServer.start();
    const cases: [name: string, address: string, folder: string | undefined, says: RegExp][] = [
      ["a client that the engine does not know", secure.address, "strange", /strange\/cert\.pem/],
      ["an engine that the client does not know", secure.address, "forged", /forged\/ca\.pem/],
      ["a certificate for another host", misnamed.address, "client", /client\/ca\.pem/],
      ["an engine without TLS", plain.address, "client", /speaks plain HTTP.*Unset DOCKER_TLS/s],
    ];
    for (const [name, address, folder, says] of cases) {
      const env = { DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: made.folders[folder!]! };
      await assert.rejects(async () => await converse(await dial(address, env), 10), (error) => {
        assert.ok(error instanceof EngineUnreachable, `${name}: ${error}`);
        assert.equal(error.reason, "tls", name);
        assert.match(`${error.why}\n${error.next}`, says, name);
        return true;
      });
    }
  },
});
