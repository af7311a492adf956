import assert from "node:assert/strict";
import { findTexts, machineTexts } from "./tree.ts";

const folder = ["", "work", ""].join("/");

Deno.test("machineTexts() takes hosts from the settings, except those that all can use", () => {
  assert.equal(machineTexts({}).length, 3);
  const texts = machineTexts({
    NPM_CONFIG_REGISTRY: "https://registry.npmjs.org/",
    PIP_INDEX_URL: "https://user:secret@mirror.example:8443/simple",
    UV_INDEX_URL: "not an address",
  });
  assert.deepEqual(texts.slice(3), ["mirror.example"]);
});

const cases: [content: string, lines: number[]][] = [
  [`cd ${folder}main`, [1]],
  [`a\nb "${folder}x"\n${folder}`, [2, 3]],
  [`run pip install from https://mirror.example/simple`, [1]],
  [`home${folder}notes`, []],
  [`$HOME${folder}notes`, []],
  [`the work of others`, []],
];

for (const [content, lines] of cases) {
  Deno.test(`findTexts() finds ${lines.length} in ${JSON.stringify(content)}`, () => {
    const findings = findTexts("a.ts", content, [folder, "mirror.example"]);
    assert.deepEqual(findings.map(({ line }) => line), lines);
  });
}
