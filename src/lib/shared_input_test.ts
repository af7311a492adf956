import assert from "node:assert/strict";
import { SharedInput } from "./shared_input.ts";

/** An input whose chunks come when they are given. */
function typing() {
  let next = Promise.withResolvers<string | null>();
  const source = {
    isTerminal: true,
    async read(buffer: Uint8Array) {
      const text = await next.promise;
      next = Promise.withResolvers();
      return text === null ? null : new TextEncoder().encodeInto(text, buffer).written;
    },
  };
  return { source, type: (text: string | null) => next.resolve(text) };
}

Deno.test("SharedInput gives what comes after a reader has stopped waiting to the next", async () => {
  const { source, type } = typing();
  const input = new SharedInput(source);
  const stop = new AbortController();
  const first = input.read(new Uint8Array(8), stop.signal);
  stop.abort(new Error("enough"));
  await assert.rejects(first, /enough/);
  const buffer = new Uint8Array(8);
  const second = input.read(buffer);
  type("key");
  assert.equal(await second, 3);
  assert.equal(new TextDecoder().decode(buffer.subarray(0, 3)), "key");
});

Deno.test("SharedInput gives a long chunk in parts, and the end", async () => {
  const { source, type } = typing();
  const input = new SharedInput(source);
  const buffer = new Uint8Array(2);
  type("abc");
  assert.equal(await input.read(buffer), 2);
  assert.equal(await input.read(buffer), 1);
  type(null);
  assert.equal(await input.read(buffer), null);
});
