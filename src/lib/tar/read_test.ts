import assert from "node:assert/strict";
import { joinBytes } from "../byte_chunks.ts";
import { putChecksum } from "./block.ts";
import { detectArchive } from "./detect.ts";
import { encodeHeader } from "./encode.ts";
import type { TarEntry, TarHeader } from "./entry.ts";
import { encodePaxRecords } from "./pax.ts";
import { readTar } from "./read.ts";
import { tarStream } from "./write.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

async function write(entries: TarEntry[]): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of tarStream(entries)) pieces.push(piece.slice());
  return joinBytes(pieces);
}

/** Hands out `archive` in pieces of `size` bytes from one buffer that is used again and again. */
async function* inPieces(archive: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(size);
  for (let at = 0; at < archive.length; at += size) {
    const piece = archive.subarray(at, at + size);
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
    buffer.fill(0xee);
  }
}

async function read(archive: Uint8Array, size = archive.length || 1) {
  const entries: { header: TarHeader; content: Uint8Array }[] = [];
  for await (const { header, content } of readTar(inPieces(archive, size))) {
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(piece.slice());
    entries.push({ header, content: joinBytes(pieces) });
  }
  return entries;
}

const sample: TarEntry[] = [
  { header: { name: "d", type: "directory", mode: 0o755, size: 0, mtime: 5 } },
  {
    header: { name: "d/f", type: "file", mode: 0o4644, size: 700, mtime: 6 },
    content: bytes("x".repeat(700)),
  },
  {
    header: {
      name: "d/empty",
      type: "file",
      mode: 0o644,
      size: 0,
      mtime: -7,
      uid: 3_000_000,
      gid: 5,
    },
  },
  {
    header: { name: "é/" + "l".repeat(300), type: "file", mode: 0, size: 1, mtime: 8 },
    content: bytes("y"),
  },
  {
    header: {
      name: "s",
      type: "symlink",
      mode: 0o777,
      size: 0,
      mtime: 9,
      linkName: "/t/".repeat(90),
    },
  },
  { header: { name: "h", type: "hardlink", mode: 0o4644, size: 0, mtime: 6, linkName: "d/f" } },
  {
    header: {
      name: "c",
      type: "character",
      mode: 0o600,
      size: 0,
      mtime: 1,
      deviceMajor: 300,
      deviceMinor: 70000,
    },
  },
  { header: { name: "p", type: "fifo", mode: 0o600, size: 0, mtime: 1 } },
  {
    header: {
      name: "x",
      type: "file",
      mode: 0o755,
      size: 2,
      mtime: 1,
      xattrs: { "security.capability": Uint8Array.of(1, 0, 10, 61) },
    },
    content: bytes("zz"),
  },
];

Deno.test("readTar() gives back what tarStream() wrote, in pieces of every size", async () => {
  const archive = await write(sample);
  for (let size = 1; size <= 1030; size++) {
    const entries = await read(archive, size);
    assert.equal(entries.length, sample.length, `size ${size}`);
    for (const [index, { header, content }] of entries.entries()) {
      const wanted = sample[index];
      for (const [key, value] of Object.entries(wanted.header)) {
        assert.deepEqual(
          header[key as keyof TarHeader],
          value,
          `${wanted.header.name} ${key} ${size}`,
        );
      }
      assert.deepEqual(content, wanted.content ?? new Uint8Array(0), `size ${size}`);
    }
  }
});

Deno.test("readTar() skips content that nobody reads", async () => {
  const names: string[] = [];
  for await (const { header } of readTar(inPieces(await write(sample), 100))) {
    names.push(header.name);
  }
  assert.equal(names.length, sample.length);
});

Deno.test("readTar() reads past the end of the archive and closes its source", async () => {
  let closed = false;
  async function* padded() {
    try {
      yield* inPieces(joinBytes([await write([]), new Uint8Array(9000)]), 1000);
      closed = true;
    } finally {
      assert.equal(closed, true);
    }
  }
  for await (const _ of readTar(padded())) assert.fail("There is no entry");
  assert.equal(closed, true);
});

Deno.test("readTar() accepts an archive without final padding and end, as docker sends some", async () => {
  const whole = await write(sample);
  const entries = await read(whole.subarray(0, whole.length - 1024 - 510), 700);
  assert.equal(entries.length, sample.length);
  await assert.rejects(
    read(whole.subarray(0, whole.length - 1024 - 511), 700),
    /ends in the middle/,
  );
});

/** A header block of `header`, changed by `change`, its checksum made right again. */
function forged(header: Partial<TarHeader>, change: (block: Uint8Array) => void): Uint8Array {
  const block = encodeHeader({
    name: "n",
    type: "file",
    mode: 0o644,
    size: 0,
    mtime: 0,
    ...header,
  });
  change(block);
  putChecksum(block, 0);
  return block;
}

const flag = (letter: string) => (block: Uint8Array) => block[156] = letter.charCodeAt(0);
const padded = (content: Uint8Array) =>
  joinBytes([content, new Uint8Array((512 - content.length % 512) % 512)]);

function extension(letter: string, content: Uint8Array): Uint8Array {
  return joinBytes([forged({ name: "ext", size: content.length }, flag(letter)), padded(content)]);
}

const records = (pairs: Record<string, string>) =>
  encodePaxRecords(new Map(Object.entries(pairs).map(([key, value]) => [key, bytes(value)])));
const plain = forged({}, () => {});

Deno.test("readTar() understands GNU long names and links", async () => {
  const [{ header }] = await read(joinBytes([
    extension("K", bytes("t".repeat(600) + "\0")),
    extension("L", bytes("n".repeat(600) + "\0")),
    forged({ type: "symlink", linkName: "t" }, () => {}),
  ]));
  assert.deepEqual([header.name, header.linkName], ["n".repeat(600), "t".repeat(600)]);
});

Deno.test("readTar() understands GNU's numbers beyond octal", async () => {
  const size = forged({}, (block) => {
    block.set([0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0], 124);
    block.set(new Uint8Array(12).fill(0xff), 136);
  });
  const iterator = readTar(inPieces(size, 512));
  const { value } = await iterator.next();
  assert.deepEqual([value?.header.size, value?.header.mtime], [8 * 2 ** 30, -1]);
  await iterator.return();
});

Deno.test("readTar() applies global records to all that follow, local ones to the next", async () => {
  const entries = await read(joinBytes([
    extension("g", records({ uname: "all", mtime: "1.5" })),
    extension("x", records({ uname: "one", path: "local" })),
    plain,
    plain,
  ]));
  assert.deepEqual(entries.map(({ header }) => [header.name, header.userName, header.mtime]), [
    ["local", "one", 1.5],
    ["n", "all", 1.5],
  ]);
});

Deno.test("readTar() takes an old directory by its slash and joins the prefix", async () => {
  const [old, split] = await read(joinBytes([
    forged({ name: "d/" }, (block) => block.fill(0, 257, 265)),
    forged({ name: `${"p".repeat(120)}/f` }, () => {}),
  ]));
  assert.deepEqual([old.header.name, old.header.type], ["d", "directory"]);
  assert.equal(split.header.name, `${"p".repeat(120)}/f`);
});

const refused: [string, Uint8Array, RegExp][] = [
  ["something else", bytes("FROM debian\n".repeat(50)), /not a tar archive/],
  ["an old sparse file", forged({}, flag("S")), /sparse/],
  [
    "a PAX sparse file",
    joinBytes([extension("x", records({ "GNU.sparse.major": "1" })), plain]),
    /sparse/,
  ],
  ["an unknown kind", forged({}, flag("V")), /does not read \(V\)/],
  ["a cut header", plain.subarray(0, 300), /ends in the middle/],
  [
    "a cut content",
    joinBytes([forged({ size: 600 }, () => {}), new Uint8Array(599)]),
    /ends in the middle/,
  ],
  ["a dangling extended header", extension("x", records({ path: "p" })), /ends in the middle/],
  ["a malformed record", joinBytes([extension("x", bytes("99 path=p\n")), plain]), /malformed/],
  ["a malformed number", forged({}, (block) => block.set(bytes("9999"), 124)), /malformed/],
  ["a huge extended header", forged({ size: 2 ** 21 }, flag("x")), /larger than 1 MiB/],
];

for (const [what, archive, words] of refused) {
  Deno.test(`readTar() refuses ${what}`, async () => {
    for (const size of [7, 512, 5000]) await assert.rejects(read(archive, size), words);
  });
}

Deno.test("detectArchive() tells archives from Dockerfiles", async () => {
  assert.equal(detectArchive(await write(sample)), "none");
  assert.equal(detectArchive(Uint8Array.of(0x1f, 0x8b, 8, 0)), "gzip");
  assert.equal(detectArchive(bytes("BZh9")), "bzip2");
  assert.equal(detectArchive(bytes("FROM debian\n".repeat(50))), undefined);
  assert.equal(detectArchive(new Uint8Array(1024)), undefined);
  assert.equal(detectArchive(new Uint8Array(0)), undefined);
});
