import assert from "node:assert/strict";
import { protoFields, protoText } from "../lib/protobuf.ts";
import { GoMode } from "../lib/go_file_mode.ts";
import { isRegularFile, PacketBatch, PacketType } from "./packets.ts";

/** The packets of a batch, their gRPC prefixes checked and removed. */
function packetsOf(bytes: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(1);
    assert.equal(bytes[at], 0);
    packets.push(bytes.slice(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return packets;
}

function fieldsOf(packet: Uint8Array) {
  return Object.fromEntries(
    [...protoFields(packet)].map(({ field, integer, bytes }) => [field, integer || bytes]),
  );
}

Deno.test("PacketBatch announces a path with all its fields", () => {
  const batch = new PacketBatch();
  batch.addStat({
    path: "a/ü",
    mode: GoMode.symlink + 0o777,
    size: 5,
    modTime: 7n,
    linkName: "../b",
  });
  const [packet] = packetsOf(batch.take());
  const stat = fieldsOf(fieldsOf(packet)[2] as Uint8Array);
  assert.equal(protoText(stat[1] as Uint8Array), "a/ü");
  assert.deepEqual([stat[2], stat[5], stat[6]], [GoMode.symlink + 0o777, 5, 7]);
  assert.equal(protoText(stat[7] as Uint8Array), "../b");
});

Deno.test("PacketBatch puts data behind its header and marks the end", () => {
  const batch = new PacketBatch();
  const count = batch.addData(3, (place) => {
    place.set([1, 2, 3]);
    return 3;
  });
  batch.addMark(PacketType.data, 3);
  assert.equal(count, 3);
  const [data, end] = packetsOf(batch.take()).map(fieldsOf);
  assert.deepEqual([data[1], data[3], data[4]], [2, 3, Uint8Array.of(1, 2, 3)]);
  assert.deepEqual([end[1], end[3], end[4]], [2, 3, undefined]);
  assert.ok(batch.isEmpty);
});

Deno.test("PacketBatch adds nothing when there is nothing to read", () => {
  const batch = new PacketBatch();
  assert.equal(batch.addData(1, () => 0), 0);
  assert.ok(batch.isEmpty);
});

Deno.test("PacketBatch grows for many announcements and stays whole", () => {
  const batch = new PacketBatch(64);
  const paths = Array.from({ length: 200 }, (_, index) => `directory/file-${index}`);
  for (const path of paths) batch.addStat({ path, mode: 0o644, size: 1, modTime: 0n });
  const read = packetsOf(batch.take()).map((packet) => {
    const stat = fieldsOf(fieldsOf(packet)[2] as Uint8Array);
    return protoText(stat[1] as Uint8Array);
  });
  assert.deepEqual(read, paths);
});

const kinds: [string, number, boolean][] = [
  ["a file", 0o644, true],
  ["a setuid, sticky file", GoMode.setuid + GoMode.sticky + 0o755, true],
  ["a directory", GoMode.directory + 0o755, false],
  ["a link", GoMode.symlink + 0o777, false],
  ["a FIFO", GoMode.fifo + 0o600, false],
  ["a device", GoMode.device + GoMode.characterDevice + 0o600, false],
];

for (const [name, mode, regular] of kinds) {
  Deno.test(`the content of ${name} ${regular ? "can" : "cannot"} be asked for`, () => {
    assert.equal(isRegularFile(mode), regular);
  });
}
