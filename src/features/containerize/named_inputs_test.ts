import assert from "node:assert/strict";
import { readsOnlyWhatItNames } from "./named_inputs.ts";

const cases: [string, boolean][] = [
  ["mkdir -p out/a", true],
  ["python3 -m venv /venv", true],
  ["echo a > conf.ini; ln -s a b", true],
  ["curl -fsS https://x.org/a | tar xz", true],
  ["git clone https://x.org/a", true],
  ["A=1", true],
  ["make", false],
  ["mkdir build && cmake", false],
  ["python3 setup.py install", false],
  ["python3 -m build", false],
  ["git commit -m x", false],
  ["./configure", false],
  ["for f in *; do ./generate $f; done", false],
];

for (const [command, expected] of cases) {
  Deno.test(`readsOnlyWhatItNames() is ${expected} for ${command}`, () => {
    assert.equal(readsOnlyWhatItNames(command), expected);
  });
}
