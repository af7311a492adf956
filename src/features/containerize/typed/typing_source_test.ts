import assert from "node:assert/strict";
import { SharedInput } from "../../../lib/shared_input.ts";
import { TypingSource } from "./typing_source.ts";

/** A keyboard whose keys come when a test says so. */
function keyboard() {
  const presses: ((text: string) => void)[] = [];
  const source = {
    isTerminal: true,
    read: (buffer: Uint8Array) =>
      new Promise<number>((resolve) => {
        presses.push((text) => resolve(new TextEncoder().encodeInto(text, buffer).written));
      }),
  };
  return { source, press: (text: string) => presses.shift()!(text) };
}

async function readText(source: TypingSource | SharedInput): Promise<string> {
  const buffer = new Uint8Array(100);
  const count = await source.read(buffer);
  return new TextDecoder().decode(buffer.subarray(0, count!));
}

Deno.test("a TypingSource types beside the user, each line whole", async () => {
  const { source, press } = keyboard();
  using typing = new TypingSource(new SharedInput(source));
  const first = readText(typing);
  await Promise.resolve();
  typing.type("apt-get update");
  assert.equal(await first, "apt-get update\r");
  const second = readText(typing);
  press("ls");
  assert.equal(await second, "ls");
});

Deno.test("a TypingSource that was disposed of leaves the next key to others", async () => {
  const { source, press } = keyboard();
  const shared = new SharedInput(source);
  const typing = new TypingSource(shared);
  const given = assert.rejects(readText(typing));
  await Promise.resolve();
  typing[Symbol.dispose]();
  await given;
  const next = readText(shared);
  press("\n");
  assert.equal(await next, "\n");
});
