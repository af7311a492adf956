import assert from "node:assert/strict";
import { type ImageOutput, imageOutput } from "./image_output.ts";
import { parseOutput } from "./output_flag.ts";

const same = (text: string) => text;

const read: [tag: string[], push: boolean, output: string | undefined, result: ImageOutput][] = [
  [[], false, undefined, { names: [], push: false, attributes: {} }],
  [["a:1"], true, undefined, { names: ["a:1"], push: true, attributes: {} }],
  [["a:1"], false, "type=registry", { names: ["a:1"], push: true, attributes: {} }],
  [["a:1"], false, "type=docker", { names: ["a:1"], push: false, attributes: {} }],
  [[], false, "type=image,push=false", { names: [], push: false, attributes: {} }],
  [["a:1"], false, "out", { names: ["a:1"], push: false, attributes: {} }],
  [
    ["a:1"],
    false,
    'type=image,"name=b:2,c:3",push=true,compression=zstd',
    { names: ["a:1", "b:2", "c:3"], push: true, attributes: { compression: "zstd" } },
  ],
];

for (const [tag, push, output, result] of read) {
  Deno.test(`imageOutput() reads -t ${tag} ${push ? "--push " : ""}-o ${output}`, () => {
    const flags = { tag, push, output: output ? parseOutput(output, "--output") : undefined };
    assert.deepEqual(imageOutput(flags, same), result);
  });
}

Deno.test("imageOutput() refuses to push what has no name or is no image", () => {
  const out = parseOutput("out", "--output");
  assert.throws(() => imageOutput({ tag: [], push: true }, same), /no name to push/);
  assert.throws(() => imageOutput({ tag: ["a"], push: true, output: out }, same), /does not go/);
});
