import assert from "node:assert/strict";
import { UsageFailure } from "../../lib/failure.ts";
import { parseAnnotation } from "./annotations.ts";

const good: [string, [attribute: string, value: string][]][] = [
  ["a=b", [["annotation.a", "b"]]],
  ["a=", [["annotation.a", ""]]],
  ["org.x.y=b=c:d", [["annotation.org.x.y", "b=c:d"]]],
  ["index:a=b", [["annotation-index.a", "b"]]],
  ["manifest,index:a=b", [["annotation-manifest.a", "b"], ["annotation-index.a", "b"]]],
  ["manifest-descriptor[linux/arm64]:a=b", [[
    "annotation-manifest-descriptor[linux/arm64].a",
    "b",
  ]]],
];

for (const [text, expected] of good) {
  Deno.test(`parseAnnotation() reads ${text}`, () => {
    const read = parseAnnotation(text, "--annotation");
    assert.deepEqual(read.map(({ attribute, value }) => [attribute, value]), expected);
  });
}

for (const text of ["", "a", "=b", "layer:a=b", "index:=b", "index[:a=b", "index:a"]) {
  Deno.test(`parseAnnotation() rejects ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseAnnotation(text, "--annotation"), UsageFailure);
  });
}
