import assert from "node:assert/strict";
import { protoFields, protoText, ProtoWriter } from "./protobuf.ts";

const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

Deno.test("ProtoWriter writes the examples of the format's description", () => {
  assert.equal(hex(new ProtoWriter().integer(1, 150).finish()), "089601");
  assert.equal(hex(new ProtoWriter().text(2, "testing").finish()), "120774657374696e67");
  const inner = new ProtoWriter().integer(1, 150).finish();
  assert.equal(hex(new ProtoWriter().bytes(3, inner).finish()), "1a03089601");
});

Deno.test("ProtoWriter leaves defaults out and grows", () => {
  assert.equal(new ProtoWriter(1).integer(1, 0).text(2, "").finish().length, 0);
  assert.equal(new ProtoWriter(1).bytes(1, new Uint8Array(300)).finish().length, 303);
});

const integers = [1, 127, 128, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER];

for (const value of integers) {
  Deno.test(`${value} is read as it was written`, () => {
    const [field] = protoFields(new ProtoWriter().integer(7, value).finish());
    assert.deepEqual([field.field, field.integer], [7, value]);
  });
}

Deno.test("a bigint and a negative number take their 64 bits", () => {
  assert.equal(hex(new ProtoWriter().integer(1, -1).finish()), "08ffffffffffffffffff01");
  const nanoseconds = 1_763_712_000_123_456_789n;
  assert.equal(hex(new ProtoWriter().integer(6, nanoseconds).finish()).length, 20);
});

Deno.test("protoFields() passes over fixed-width fields and reads what follows", () => {
  const message = Uint8Array.from([0x0d, 1, 2, 3, 4, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1a, 1, 65]);
  const fields = [...protoFields(message)];
  assert.deepEqual(fields.map(({ field }) => field), [1, 2, 3]);
  assert.equal(protoText(fields[2].bytes), "A");
});

for (const message of [[0x08], [0x12, 5, 65], [0x0d, 1], [0x0b]]) {
  Deno.test(`protoFields() rejects ${message}`, () => {
    assert.throws(() => [...protoFields(Uint8Array.from(message))]);
  });
}
