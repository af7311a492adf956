import assert from "node:assert/strict";
import { JsonObjectParser } from "./json_objects.ts";

const encoder = new TextEncoder();

function parse(bytes: Uint8Array, chunkSize: number): unknown[] {
  const parser = new JsonObjectParser<unknown>();
  const objects: unknown[] = [];
  for (let i = 0; i < bytes.length; i += chunkSize) {
    objects.push(...parser.push(bytes.subarray(i, i + chunkSize)));
  }
  parser.end();
  return objects;
}

Deno.test("push() finds the objects at every chunk size", () => {
  const objects = [
    { stream: "Step 1/3 : FROM x\n" },
    { stream: '{"not": "an object"} \\" }' },
    { status: "größer 🐳", progressDetail: { current: 1, total: 2 } },
    {},
    { a: { b: { c: [{ d: "}" }, "]", "\\"] } } },
  ];
  for (const separator of ["\r\n", "\n", "", " \n\t "]) {
    const bytes = encoder.encode(objects.map((object) => JSON.stringify(object)).join(separator));
    for (let size = 1; size <= bytes.length; size++) {
      assert.deepEqual(parse(bytes, size), objects, `${JSON.stringify(separator)}, ${size}`);
    }
  }
});

Deno.test("push() hands out an object before anything follows it", () => {
  const parser = new JsonObjectParser();
  assert.deepEqual(parser.push(encoder.encode('{"a":1}')), [{ a: 1 }]);
  parser.end();
});

Deno.test("push() rejects what is no object and quotes it", () => {
  for (const text of ["<html>proxy error</html>", '{"a":1}\r\noops', '{"a":}', "[]", '"x"', "}"]) {
    assert.throws(() => parse(encoder.encode(text), 1000), {
      message: "The engine sent something else than messages",
    }, text);
  }
});

Deno.test("push() rejects an object beyond the length limit", () => {
  const parser = new JsonObjectParser(100);
  assert.throws(() => {
    for (;;) parser.push(encoder.encode('{"a":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'));
  }, /more than 100 characters/);
});

Deno.test("end() rejects a stream that ends inside an object", () => {
  for (const text of ['{"a":1', '{"a":"', "{"]) {
    assert.throws(() => parse(encoder.encode(text), 1000), /ended in the middle/, text);
  }
});
