import assert from "node:assert/strict";
import { ConnectionReader, framingOf, payloadReader, readHead, writeChunked } from "./http1.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** A source that hands out `text` in pieces of `size` bytes. */
function source(text: string, size: number) {
  let rest = encode(text);
  return {
    read(buffer: Uint8Array): Promise<number | null> {
      if (rest.length === 0) return Promise.resolve(null);
      const count = Math.min(size, buffer.length, rest.length);
      buffer.set(rest.subarray(0, count));
      rest = rest.subarray(count);
      return Promise.resolve(count);
    },
  };
}

async function readAnswer(text: string, size: number, method = "GET") {
  const reader = new ConnectionReader(source(text, size));
  const head = await readHead(reader);
  assert.ok(head);
  const read = payloadReader(reader, framingOf(method, head));
  let body = "";
  const buffer = new Uint8Array(5);
  for (let count = await read(buffer); count !== null; count = await read(buffer)) {
    body += new TextDecoder().decode(buffer.subarray(0, count));
  }
  const left = new Uint8Array(100);
  const count = await reader.read(left);
  const after = new TextDecoder().decode(left.subarray(0, count ?? 0));
  return { status: head.status, headers: head.headers, body, after };
}

const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
  "5\r\nhello\r\nA;x=1\r\n, engine!!\r\n0\r\nTrailer: 1\r\n\r\n";

const answers: [string, string, { status: number; body: string }][] = [
  ["length", "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello\nworld", {
    status: 200,
    body: "hello\nworld",
  }],
  ["chunks", chunked, { status: 200, body: "hello, engine!!" }],
  ["until close", "HTTP/1.1 404 Not Found\r\n\r\nno such", { status: 404, body: "no such" }],
  ["no content", "HTTP/1.1 204 No Content\r\n\r\n", { status: 204, body: "" }],
  ["after 100", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 304 Not Modified\r\n\r\n", {
    status: 304,
    body: "",
  }],
];

for (const [name, text, expected] of answers) {
  for (const size of [1, 2, 3, 7, 4096]) {
    Deno.test(`an answer with ${name} is read in pieces of ${size}`, async () => {
      const { status, body } = await readAnswer(text, size);
      assert.deepEqual({ status, body }, expected);
    });
  }
}

Deno.test("what follows a head stays to be read", async () => {
  const reader = new ConnectionReader(source("HTTP/1.1 101 UPGRADED\r\n\r\nraw bytes", 4096));
  assert.equal((await readHead(reader))?.status, 101);
  const buffer = new Uint8Array(64);
  const count = await reader.read(buffer);
  assert.equal(new TextDecoder().decode(buffer.subarray(0, count!)), "raw bytes");
});

const broken: [string, string, RegExp][] = [
  ["a short payload", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell", /middle of an answer/],
  ["a cut chunk", chunked.slice(0, 60), /middle of an answer/],
  ["a cut head", "HTTP/1.1 200 OK\r\nConte", /middle of an answer/],
  ["a bad chunk size", chunked.replace("5\r\n", "zz\r\n"), /does not speak HTTP/],
  ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n", /does not speak HTTP/],
];

for (const [name, text, message] of broken) {
  Deno.test(`${name} is an error`, async () => {
    await assert.rejects(readAnswer(text, 3), message);
  });
}

Deno.test("a connection that ends before the first byte has no head", async () => {
  assert.equal(await readHead(new ConnectionReader(source("", 1))), null);
});

Deno.test("writeChunked() frames every piece and leaves out empty ones", async () => {
  let written = "";
  const target = {
    write(data: Uint8Array) {
      const count = Math.min(3, data.length); // A peer that takes little at a time.
      written += new TextDecoder().decode(data.subarray(0, count));
      return Promise.resolve(count);
    },
  };
  await writeChunked(
    target,
    (async function* () {
      await Promise.resolve();
      yield encode("hello");
      yield encode("");
      yield encode("0123456789abcdef");
    })(),
  );
  assert.equal(written, "5\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n");
});
