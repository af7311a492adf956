import assert from "node:assert/strict";
import { joinBytes } from "../byte_chunks.ts";
import { Failure } from "../failure.ts";
import type { TarContent, TarEntry, TarHeader } from "./entry.ts";
import { tarStream } from "./write.ts";

const header = (name: string, size: number): TarHeader => ({
  name,
  type: "file",
  mode: 0o644,
  size,
  mtime: 0,
});

async function archive(...entries: TarEntry[]): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of tarStream(entries)) pieces.push(piece.slice());
  return joinBytes(pieces);
}

async function withFile(size: number, use: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, pattern(size));
    await use(path);
  } finally {
    await Deno.remove(path);
  }
}

const pattern = (size: number) => Uint8Array.from({ length: size }, (_, index) => index % 251);

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

for (const size of [0, 1, 511, 512, 513, 65_536, 65_537, 262_144, 600_001]) {
  Deno.test(`tarStream() writes a file of ${size} bytes from memory, disk and stream alike`, () =>
    withFile(size, async (path) => {
      const padded = Math.ceil(size / 512) * 512;
      const contents: TarContent[] = [pattern(size), { path }, pieces(pattern(size), 1000)];
      for (const content of contents) {
        const written = await archive({ header: header("f", size), content });
        assert.equal(written.length, 512 + padded + 1024);
        assert.deepEqual(written.subarray(512, 512 + size), pattern(size));
        assert.ok(written.subarray(512 + size).every((byte) => byte === 0));
      }
    }));
}

Deno.test("tarStream() coalesces small files into large blocks", async () => {
  const entries = Array.from({ length: 1000 }, (_, index) => ({
    header: header(`f${index}`, 700),
    content: pattern(700),
  }));
  const lengths: number[] = [];
  for await (const block of tarStream(entries)) lengths.push(block.length);
  assert.equal(lengths.length, 6);
  assert.equal(lengths.reduce((sum, length) => sum + length, 0), 1000 * 1536 + 1024);
});

Deno.test("tarStream() leaves no trace of an earlier block in the padding", async () => {
  const dirty = { header: header("a", 200_000), content: new Uint8Array(200_000).fill(255) };
  const written = await archive(dirty, dirty, {
    header: header("b", 1),
    content: Uint8Array.of(7),
  });
  assert.ok(written.subarray(written.length - 1024 - 511).every((byte) => byte === 0));
});

for (const size of [100, 400_000]) {
  Deno.test(`tarStream() refuses a file of ${size} bytes that has shrunk`, () =>
    withFile(size - 1, async (path) => {
      await assert.rejects(archive({ header: header("f", size), content: { path } }), Failure);
    }));

  Deno.test(`tarStream() cuts a file of ${size} bytes that has grown`, () =>
    withFile(size + 5000, async (path) => {
      const written = await archive({ header: header("f", size), content: { path } });
      assert.equal(written.length, 512 + Math.ceil(size / 512) * 512 + 1024);
    }));
}

Deno.test("tarStream() refuses a stream that is shorter or longer than announced", async () => {
  for (const size of [99, 101]) {
    const content = pieces(pattern(100), 7);
    await assert.rejects(archive({ header: header("f", size), content }), Failure);
  }
});

Deno.test("tarStream() names a file that cannot be opened", async () => {
  const content = { path: "/nowhere/at/all" };
  await assert.rejects(archive({ header: header("f", 5), content }), /Cannot read \/nowhere\/at/);
});

Deno.test("tarStream() passes an abort reason untouched and closes its source", async () => {
  const abort = new AbortController();
  let closed = false;
  function* endless() {
    try {
      for (;;) yield { header: header("f", 60_000), content: pattern(60_000) };
    } finally {
      closed = true;
    }
  }
  const reason = new Error("enough");
  await assert.rejects(async () => {
    for await (const _ of tarStream(endless(), { signal: abort.signal })) abort.abort(reason);
  }, reason);
  assert.equal(closed, true);
});
