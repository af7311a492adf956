import assert from "node:assert/strict";
import { formatExactJson, parseExactJson } from "./exact_json.ts";

Deno.test("formatExactJson() gives back what parseExactJson() read, digit by digit", () => {
  const text = '{"limit":9223372036854775807,"small":-12,"part":0.5,"list":[18446744073709551615]}';
  assert.equal(formatExactJson(parseExactJson(text)), text);
});

Deno.test("parseExactJson() keeps numbers that fit as numbers", () => {
  assert.deepEqual(parseExactJson('[1,-1,1.5,"9223372036854775807"]'), [
    1,
    -1,
    1.5,
    "9223372036854775807",
  ]);
});

Deno.test("formatExactJson() indents", () => {
  assert.equal(formatExactJson([1], 4), "[\n    1\n]");
});
