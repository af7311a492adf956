import assert from "node:assert/strict";
import { Exchange } from "./exchange.ts";
import { ConnectionReader } from "./http1.ts";
import type { ByteStream } from "./transport.ts";

/** A connection on which the engine has answered `text`; what is closed cannot be read, as a socket. */
function answered(text: string): ByteStream {
  let rest = new TextEncoder().encode(text);
  let closed = false;
  return {
    read(buffer) {
      if (closed) return Promise.reject(new Deno.errors.BadResource("closed"));
      const count = Math.min(buffer.length, rest.length);
      buffer.set(rest.subarray(0, count));
      rest = rest.subarray(count);
      return Promise.resolve(count || null);
    },
    write: (data) => Promise.resolve(data.length),
    closeWrite: () => Promise.resolve(),
    close: () => void (closed = true),
  };
}

const reason = new Error("enough");

async function stoppedBehindHead(answer: string) {
  const stream = answered(answer);
  const controller = new AbortController();
  const connection = { stream, reader: new ConnectionReader(stream), used: false };
  const exchange = new Exchange(connection, controller.signal);
  const head = await exchange.send(new Uint8Array());
  controller.abort(reason);
  const kept: unknown[] = [];
  return { response: exchange.response("GET", head!, (each) => kept.push(each)), kept };
}

Deno.test("what ends an exchange just behind the head is told, and not taken for an empty answer", async () => {
  const { response } = await stoppedBehindHead(
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
  );
  await assert.rejects(response.text(), reason);
});

Deno.test("a connection that was closed just behind the head is not kept", async () => {
  const { response, kept } = await stoppedBehindHead("HTTP/1.1 204 No Content\r\n\r\n");
  assert.equal(await response.text(), "");
  assert.deepEqual(kept, []);
});
