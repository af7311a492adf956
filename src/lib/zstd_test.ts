import assert from "node:assert/strict";
import { concatChunks } from "./byte_chunks.ts";
import { Failure } from "./failure.ts";
import { unpackZstd } from "./zstd.ts";

const plain = Uint8Array.from({ length: 300_000 }, (_, at) => (at * at) >> 7);
const options = { name: "x.tar.zst", env: Deno.env.toObject() };

async function pack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const child = new Deno.Command("zstd", { args: ["-qc"], stdin: "piped", stdout: "piped" })
    .spawn();
  const written = ReadableStream.from([bytes]).pipeTo(child.stdin);
  const { stdout } = await child.output();
  await written;
  return stdout;
}

const packed = await pack(plain);
const unpack = (chunks: AsyncIterable<Uint8Array>) => concatChunks(unpackZstd(chunks, options));

/** Hands out pieces in one buffer that is used again. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    buffer.set(piece);
    yield await buffer.subarray(0, piece.length);
  }
}

Deno.test("unpackZstd() unpacks whatever the size of the pieces", async () => {
  for (const size of [777, 65536, packed.length]) {
    assert.deepEqual(await unpack(pieces(packed, size)), plain);
  }
});

Deno.test("unpackZstd() unpacks all frames of a stream", async () => {
  const twice = await concatChunks([packed, packed]);
  assert.equal((await unpack(pieces(twice, 65536))).length, 2 * plain.length);
});

Deno.test("unpackZstd() rejects what is damaged or cut short", async () => {
  const damaged = packed.slice().fill(0xff, 5, 50);
  for (const bytes of [damaged, packed.subarray(0, -10), packed.subarray(0, 5000)]) {
    await assert.rejects(unpack(pieces(bytes, 1000)), Failure);
  }
});

Deno.test("unpackZstd() passes on the error of its source", async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield await packed.subarray(0, 50);
    throw new RangeError("source");
  }
  await assert.rejects(unpack(broken()), RangeError);
});

Deno.test("unpackZstd() ends zstd when its reader has had enough", async () => {
  for await (const chunk of unpackZstd(pieces(packed, 1000), options)) {
    assert.ok(chunk.length > 0);
    break;
  }
});

Deno.test("unpackZstd() says at once when there is no zstd", () => {
  const nowhere = { ...options, env: { PATH: "/nowhere" } };
  assert.throws(() => unpackZstd(pieces(packed, 1000), nowhere), /Cannot unpack x.tar.zst/);
});
