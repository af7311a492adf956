import assert from "node:assert/strict";
import type { TarEntry, TarHeader } from "../../../lib/tar/entry.ts";
import { tarStream } from "../../../lib/tar/write.ts";
import { readFileTree } from "./read_tree.ts";

const content = new TextEncoder().encode("hello\n");
const digest = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
const plain = { mode: 0o644, size: 0, mtime: 0 };

async function read(entries: (Partial<TarHeader> & Pick<TarHeader, "name" | "type">)[]) {
  const archive = entries.map((header): TarEntry => {
    const size = header.type === "file" ? content.length : 0;
    return { header: { ...plain, ...header, size }, content };
  });
  return await readFileTree(tarStream(archive), (path) => ({
    normalize: path === "/upper" ? (bytes) => bytes.map((byte) => byte & 0xdf) : undefined,
    keep: path === "/kept",
  }));
}

const file = { type: "file", mode: 0o644, owner: "0:0", size: 6, digest };

Deno.test("readFileTree() knows types, owners, links, devices and capabilities", async () => {
  const capability = { "security.capability": new Uint8Array([1, 0, 0, 2]) };
  const tree = await read([
    { name: "opt", type: "directory", mode: 0o2775, gid: 5 },
    { name: "opt/a", type: "file", uid: 1000, xattrs: capability },
    { name: "opt/link", type: "symlink", linkName: "../a" },
    { name: "null", type: "character", deviceMajor: 1, deviceMinor: 3 },
    { name: "pipe", type: "fifo" },
  ]);
  assert.deepEqual([...tree.keys()], ["/opt", "/opt/a", "/opt/link", "/null", "/pipe"]);
  assert.deepEqual(tree.get("/opt"), { type: "directory", mode: 0o2775, owner: "0:5", size: 0 });
  const attributes = "security.capability=01000002";
  assert.deepEqual(tree.get("/opt/a"), { ...file, owner: "1000:0", attributes });
  assert.equal(tree.get("/opt/link")?.target, "../a");
  assert.equal(tree.get("/null")?.target, "1:3");
  assert.equal(tree.get("/pipe")?.type, "fifo");
});

Deno.test("readFileTree() takes every name of a file for the file itself", async () => {
  const tree = await read([
    { name: "./a", type: "file" },
    { name: "./b", type: "hardlink", linkName: "./a" },
  ]);
  assert.deepEqual(tree.get("/b"), file);
});

Deno.test("readFileTree() refuses a name of a file that the archive does not hold", async () => {
  await assert.rejects(read([{ name: "b", type: "hardlink", linkName: "a" }]), {
    message: "The engine sent b as another name of a, which it did not send",
  });
});

Deno.test("readFileTree() digests what is left of a content, and keeps the whole where asked", async () => {
  const tree = await read([{ name: "upper", type: "file" }, { name: "kept", type: "file" }]);
  assert.notEqual(tree.get("/upper")?.digest, digest);
  assert.equal(tree.get("/upper")?.content, undefined);
  assert.deepEqual(tree.get("/kept"), { ...file, content });
});
