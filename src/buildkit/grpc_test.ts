import assert from "node:assert/strict";
import http2 from "node:http2";
import { Buffer } from "node:buffer";
import { GrpcError, type GrpcHandler, grpcServer, GrpcStatus, unary } from "./grpc.ts";
import { Http2Connection } from "./http2/connection.ts";

/** dk's server and Node's client at both ends of one connection. */
class Pair implements AsyncDisposable {
  private constructor(
    readonly client: http2.ClientHttp2Session,
    readonly listener: Deno.Listener,
    readonly served: Promise<void>,
    readonly failures: unknown[],
  ) {}

  static open(methods: Record<string, GrpcHandler>): Pair {
    const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    const failures: unknown[] = [];
    const served = (async () => {
      using connection = await listener.accept() as Deno.TcpConn;
      connection.setNoDelay(true);
      const answer = grpcServer(new Map(Object.entries(methods)), (e) => failures.push(e));
      await new Http2Connection(connection, answer).serve();
    })();
    const { port } = listener.addr as Deno.NetAddr;
    const client = http2.connect(`http://127.0.0.1:${port}`);
    return new Pair(client, listener, served, failures);
  }

  /** Calls a method with framed messages; resolves with the answer's bytes and trailers. */
  call(path: string, sent: Uint8Array[], headers: Record<string, string | string[]> = {}) {
    const stream = this.client.request({ ":method": "POST", ":path": path, ...headers });
    const pieces: Uint8Array[] = [];
    let trailers: Record<string, unknown> = {};
    stream.on("data", (piece: Uint8Array) => pieces.push(piece));
    stream.on("trailers", (fields: Record<string, unknown>) => trailers = fields);
    for (const message of sent) stream.write(framed(message));
    stream.end();
    return new Promise<{ body: Uint8Array; trailers: Record<string, unknown> }>((done, fail) => {
      stream.on("close", () => done({ body: Buffer.concat(pieces), trailers }));
      stream.on("error", fail);
    });
  }

  async [Symbol.asyncDispose]() {
    await new Promise<void>((done) => this.client.close(done));
    this.client.destroy();
    await this.served;
    this.listener.close();
  }
}

function framed(message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(5 + message.length);
  new DataView(bytes.buffer).setUint32(1, message.length);
  bytes.set(message, 5);
  return bytes;
}

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 7) % 251);
}

const echo: GrpcHandler = async (call) => {
  for (let message; (message = await call.receive()) !== null;) await call.send(message);
};

for (const length of [0, 1, 16_384, 100_000, 3_000_000]) {
  Deno.test(`a message of ${length} bytes is echoed whole by Node's client`, async () => {
    await using pair = Pair.open({ "/s/Echo": echo });
    const { body, trailers } = await pair.call("/s/Echo", [pattern(length)]);
    assert.equal(Buffer.compare(body, framed(pattern(length))), 0);
    assert.equal(trailers["grpc-status"], "0");
  });
}

Deno.test("many calls at once each get their own answer", async () => {
  await using pair = Pair.open({ "/s/Echo": echo });
  const calls = Array.from({ length: 50 }, (_, index) => {
    const message = pattern(1000 + index * 977);
    return pair.call("/s/Echo", [message, message]).then(({ body }) => {
      const expected = Buffer.concat([framed(message), framed(message)]);
      assert.equal(Buffer.compare(body, expected), 0);
    });
  });
  await Promise.all(calls);
});

Deno.test("metadata keeps repeated and long fields", async () => {
  const long = "x".repeat(20_000);
  let seen: readonly (readonly [string, string])[] = [];
  await using pair = Pair.open({
    "/s/Meta": unary((_request, call) => {
      seen = call.metadata;
      return new Uint8Array();
    }),
  });
  await pair.call("/s/Meta", [new Uint8Array()], { followpaths: ["a", "b c"], long });
  const of = (key: string) => seen.filter(([name]) => name === key).map(([, value]) => value);
  assert.deepEqual(of("long"), [long]);
  assert.deepEqual(of("followpaths").join("|").replace(", ", "|"), "a|b c");
});

Deno.test("refusals and faults reach the client as status and message", async () => {
  await using pair = Pair.open({
    "/s/Refuse": unary(() => {
      throw new GrpcError(GrpcStatus.notFound, "no secret “x”");
    }),
    "/s/Fail": unary(() => Promise.reject(new Error("disk on fire"))),
  });
  const statuses: [string, number, RegExp][] = [
    ["/s/Refuse", 5, /no secret “x”/],
    ["/s/Fail", 2, /disk on fire/],
    ["/s/None", 12, /does not offer \/s\/None/],
  ];
  for (const [path, status, message] of statuses) {
    const { trailers } = await pair.call(path, [new Uint8Array()]);
    assert.equal(trailers["grpc-status"], String(status));
    assert.match(decodeURIComponent(String(trailers["grpc-message"])), message);
  }
  assert.equal(pair.failures.length, 1);
});
