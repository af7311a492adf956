import assert from "node:assert/strict";
import { Failure } from "../lib/failure.ts";
import { FakeTransport } from "./fake_transport.ts";
import type { EngineMessage } from "./messages.ts";
import { InBandError } from "./messages.ts";
import { ProgressStream, readJsonObjects } from "./progress.ts";

/** A stream whose result is the last status; without one the verdict is missing. */
async function progress(...body: string[]) {
  const transport = new FakeTransport({ body });
  const response = await transport.request({ method: "GET", path: "/" });
  let last: string | undefined;
  const stream = new ProgressStream<string>(response, {
    take: (message) => void (last = message.status ?? last),
    result: () => {
      if (last === undefined) throw new Failure("The engine broke off");
      return last;
    },
  });
  return { stream, transport };
}

Deno.test("done() gives the result with and without iteration", async () => {
  const { stream } = await progress('{"status":"a"}\r\n{"st', 'atus":"b"}\r\n');
  assert.equal(await stream.done(), "b");
  assert.equal(await stream.done(), "b");

  const { stream: iterated } = await progress('{"status":"a"}{"status":"b"}', '{"status":"c"}');
  const seen: EngineMessage[] = [];
  for await (const message of iterated) seen.push(message);
  assert.deepEqual(seen.map((message) => message.status), ["a", "b", "c"]);
  assert.equal(await iterated.done(), "c");
});

Deno.test("done() reads on where the iteration was left", async () => {
  const { stream } = await progress('{"status":"a"}', '{"status":"b"}');
  for await (const _ of stream) break;
  assert.equal(await stream.done(), "b");
});

Deno.test("the messages before an in-band error are seen, then both ways reject", async () => {
  const body = '{"status":"a"}{"errorDetail":{"code":7,"message":"boom"},"error":"old"}';
  const { stream } = await progress(body);
  const seen: unknown[] = [];
  const isBoom = (error: unknown) =>
    error instanceof InBandError && error.reason === "boom" && error.code === 7;
  await assert.rejects(async () => {
    for await (const message of stream) seen.push(message.status);
  }, isBoom);
  assert.deepEqual(seen, ["a"]);
  await assert.rejects(stream.done(), isBoom);
  await assert.rejects((await progress('{"error":"old"}')).stream.done(), { reason: "old" });
});

Deno.test("done() rejects when the stream ends without a verdict or inside a message", async () => {
  await assert.rejects((await progress('{"stream":"x"}')).stream.done(), /broke off/);
  await assert.rejects((await progress('{"status":"x"}{"st')).stream.done(), /in the middle/);
});

Deno.test("disposing closes the connection", async () => {
  const { stream, transport } = await progress('{"status":"a"}', '{"status":"b"}');
  for await (const _ of stream) break;
  await stream[Symbol.asyncDispose]();
  assert.equal(transport.cancelled, true);
  await assert.rejects(stream.done(), /not read to their end/);
});

Deno.test("a stream is iterated once only", async () => {
  const { stream } = await progress('{"status":"a"}');
  for await (const _ of stream);
  await assert.rejects(async () => {
    for await (const _ of stream);
  }, TypeError);
});

Deno.test("readJsonObjects() yields each object", async () => {
  const response = await new FakeTransport({ body: ['{"n":1}\n{"n', '":2}\n'] })
    .request({ method: "GET", path: "/events" });
  const seen: { n: number }[] = [];
  for await (const object of readJsonObjects<{ n: number }>(response.body)) seen.push(object);
  assert.deepEqual(seen, [{ n: 1 }, { n: 2 }]);
});
