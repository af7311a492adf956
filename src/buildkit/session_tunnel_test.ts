import assert from "node:assert/strict";
import http2 from "node:http2";
import { Duplex } from "node:stream";
import { EngineError } from "../engine/errors.ts";
import type { HijackedStream, Transport, UpgradeRequest } from "../engine/transport.ts";
import { unary } from "./grpc.ts";
import { openSession } from "./session.ts";

/** An engine without `/session`; what is behind its socket is given by the address. */
function engineAt(port: number, asked: UpgradeRequest[]): Transport {
  return {
    request: () => Promise.reject(new Error("Nothing else is asked")),
    async upgrade(request): Promise<HijackedStream> {
      asked.push(request);
      if (!request.priorKnowledge) {
        throw new EngineError(404, "page not found", `${request.method} ${request.path}`);
      }
      const connection = await Deno.connect({ hostname: "127.0.0.1", port });
      return Object.assign(connection, { headers: new Headers() });
    },
  };
}

/** gRPC's and BuildKit's framing of up to 127 bytes of an inner connection, and its removal. */
function wrapped(bytes: Uint8Array): Uint8Array {
  const message = Uint8Array.from([0, 0, 0, 0, bytes.length + 2, 0x0a, bytes.length, ...bytes]);
  assert.ok(bytes.length < 128);
  return message;
}

/** The inner connection of a call, as BuildKit sees it. */
function inner(call: http2.ServerHttp2Stream): Duplex {
  let pending = new Uint8Array();
  const duplex = new Duplex({
    read() {},
    write(chunk: Uint8Array, _, done) {
      for (let at = 0; at < chunk.length; at += 100) {
        call.write(wrapped(chunk.subarray(at, at + 100)));
      }
      done();
    },
  });
  call.on("data", (bytes: Uint8Array) => {
    pending = Uint8Array.from([...pending, ...bytes]);
    while (pending.length >= 5) {
      const end = 5 + new DataView(pending.buffer).getUint32(1);
      if (pending.length < end) break;
      const message = pending.subarray(5, end);
      duplex.push(message.slice(message[1] < 128 ? 2 : 3));
      pending = pending.slice(end);
    }
  });
  return duplex;
}

async function served(onStream: (call: http2.ServerHttp2Stream) => void) {
  const server = http2.createServer();
  server.on("stream", (call: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => {
    assert.equal(headers[":path"], "/moby.buildkit.v1.Control/Session");
    assert.equal(headers["x-docker-expose-session-sharedkey"], "shared");
    onStream(call);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  return {
    port,
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  };
}

Deno.test("openSession() travels within BuildKit's own method where /session is gone", async () => {
  const answered = Promise.withResolvers<Uint8Array>();
  await using server = await served((call) => {
    call.respond({ ":status": 200, "content-type": "application/grpc" });
    const connection = inner(call);
    const client = http2.connect("http://session", { createConnection: () => connection });
    const request = client.request({ ":method": "POST", ":path": "/dk.Test/Double" });
    const pieces: Uint8Array[] = [];
    request.on("data", (piece: Uint8Array) => pieces.push(piece));
    request.on("end", () => answered.resolve(Uint8Array.from(pieces.flatMap((each) => [...each]))));
    request.write(Uint8Array.from([0, 0, 0, 0, 1, 21]));
    request.end();
    call.on("close", () => client.destroy());
    call.on("error", () => {}); // The session ends by closing the connection.
  });
  const asked: UpgradeRequest[] = [];
  const methods = new Map([["/dk.Test/Double", unary(([value]) => Uint8Array.from([value * 2]))]]);
  const session = await openSession(engineAt(server.port, asked), {
    sharedKey: "shared",
    methods,
  });
  assert.ok(session);
  assert.deepEqual(await answered.promise, Uint8Array.from([0, 0, 0, 0, 1, 42]));
  assert.deepEqual(asked.map(({ path }) => path), ["/session", "/session"]);
  await session[Symbol.asyncDispose]();
});

Deno.test("openSession() finds none where BuildKit does not offer the method", async () => {
  await using server = await served((call) => {
    call.respond({ ":status": 200, "grpc-status": "12" }, { endStream: true });
  });
  const options = { sharedKey: "shared", methods: new Map() };
  assert.equal(await openSession(engineAt(server.port, []), options), undefined);
});

Deno.test("openSession() finds none where nothing but HTTP/1.1 is spoken", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const answering = (async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(1024));
    await connection.write(new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n\r\n"));
  })();
  const options = { sharedKey: "shared", methods: new Map() };
  assert.equal(await openSession(engineAt(listener.addr.port, []), options), undefined);
  await answering;
});
