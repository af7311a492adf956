import assert from "node:assert/strict";
import { BuiltLayers } from "./built_layers.ts";

const from = ["Step 1/4 : FROM debian:12", "\n", " ---> 587dd6f39181\n"];
const cached = ["Step 2/4 : RUN a", "\n", " ---> Using cache\n", " ---> 2613b6e11a49\n"];
const run = [
  "Step 3/4 : RUN b",
  "\n",
  " ---> Running in a750e85cccf5\n",
  " ---> 0123456789ab of a program\n",
  "Removing intermediate container a750e85cccf5\n",
  " ---> 55871ca5894a\n",
];

const outputs: [string, string[], string | undefined][] = [
  ["nothing of a build that ends at FROM", from, undefined],
  ["nothing of a build that took all from the cache", [...from, ...cached], undefined],
  ["the image of the last instruction that ran", [...from, ...cached, ...run], "55871ca5894a"],
  [
    "the same when the next instruction fails",
    [...from, ...run, "Step 4/4 : RUN c", "\n", " ---> Running in 1366ae9b2dcb\n"],
    "55871ca5894a",
  ],
];

for (const [what, lines, last] of outputs) {
  Deno.test(`BuiltLayers finds ${what}`, () => {
    const layers = new BuiltLayers();
    for (const line of lines) layers.push(line);
    assert.equal(layers.last, last);
  });
}
