import assert from "node:assert/strict";
import type { TarHeader } from "./entry.ts";
import { encodeHeader } from "./encode.ts";

const file: TarHeader = { name: "a", type: "file", mode: 0o644, size: 0, mtime: 1 };

/** The text of a field of the last block, up to its first NUL. */
function text(header: Uint8Array, offset: number, length: number, block = -512): string {
  const last = block < 0 ? header.subarray(header.length + block) : header.subarray(block);
  return new TextDecoder().decode(last.subarray(offset, offset + length)).replace(/\0.*$/s, "");
}

function records(header: Uint8Array): string {
  const size = parseInt(text(header, 124, 12, 0), 8);
  return new TextDecoder().decode(header.subarray(512, 512 + size));
}

Deno.test("encodeHeader() writes one USTAR block for a plain file", () => {
  const header = encodeHeader({ ...file, name: "dir/x", mode: 0o4755, size: 8, mtime: 0o7654321 });
  assert.equal(header.length, 512);
  assert.equal(text(header, 0, 100), "dir/x");
  assert.equal(text(header, 100, 8), "0004755");
  assert.equal(text(header, 108, 8), "0000000");
  assert.equal(text(header, 124, 12), "00000000010");
  assert.equal(text(header, 136, 12), "00007654321");
  assert.equal(text(header, 156, 1), "0");
  assert.equal(text(header, 257, 8), "ustar");
});

Deno.test("encodeHeader() writes a checksum of six digits, NUL, space", () => {
  const header = encodeHeader(file);
  const sum = header.reduce((a, b) => a + b, 0) -
    header.subarray(148, 156).reduce((a, b) => a + b, 0);
  const field = (sum + 8 * 32).toString(8).padStart(6, "0") + "\0 ";
  assert.equal(new TextDecoder().decode(header.subarray(148, 156)), field);
});

Deno.test("encodeHeader() ends a directory with a slash and never another entry", () => {
  assert.equal(text(encodeHeader({ ...file, type: "directory", name: "d/e" }), 0, 100), "d/e/");
  assert.equal(text(encodeHeader({ ...file, type: "symlink", linkName: "/x/" }), 157, 100), "/x/");
});

Deno.test("encodeHeader() splits a long ASCII name between prefix and name", () => {
  const header = encodeHeader({ ...file, name: `${"d".repeat(90)}/${"f".repeat(60)}` });
  assert.equal(header.length, 512);
  assert.equal(text(header, 345, 155), "d".repeat(90));
  assert.equal(text(header, 0, 100), "f".repeat(60));
});

const extended: [string, Partial<TarHeader>, string][] = [
  ["a name that is not ASCII", { name: "ä" }, "11 path=ä\n"],
  ["a name too long to split", { name: "n".repeat(101) }, `111 path=${"n".repeat(101)}\n`],
  [
    "a long link target",
    { type: "symlink", linkName: "t".repeat(101) },
    `115 linkpath=${"t".repeat(101)}\n`,
  ],
  ["a size of 8 GiB", { size: 8 * 2 ** 30 }, "19 size=8589934592\n"],
  ["a time before 1970", { mtime: -5 }, "12 mtime=-5\n"],
  ["a time after 2242", { mtime: 2 ** 33 }, "20 mtime=8589934592\n"],
  [
    "a capability",
    { xattrs: { "security.capability": Uint8Array.of(1, 0, 2) } },
    "40 SCHILY.xattr.security.capability=\x01\0\x02\n",
  ],
];

for (const [what, change, expected] of extended) {
  Deno.test(`encodeHeader() puts ${what} into a PAX record`, () => {
    const header = encodeHeader({ ...file, ...change });
    assert.equal(text(header, 156, 1, 0), "x");
    assert.equal(records(header), expected);
    assert.equal(header.length, 3 * 512);
  });
}

Deno.test("encodeHeader() records a splittable long name too once a PAX header is needed", () => {
  const name = `${"d".repeat(90)}/${"f".repeat(60)}`;
  assert.match(
    records(encodeHeader({ ...file, name, mtime: -1 })),
    /12 mtime=-1\n\d+ path=d+\/f+\n/,
  );
});

Deno.test("encodeHeader() names the PAX header as Go does", () => {
  const title = (name: string, type: TarHeader["type"] = "file") =>
    text(encodeHeader({ ...file, name, type }), 0, 100, 0);
  assert.equal(title("a/é.txt"), "a/PaxHeaders.0/.txt");
  assert.equal(title("é"), "PaxHeaders.0");
  assert.equal(title("d/é", "directory"), "d//PaxHeaders.0");
});
