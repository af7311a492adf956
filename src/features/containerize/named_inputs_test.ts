import assert from "node:assert/strict";
import { readsOnlyWhatItNames } from "./named_inputs.ts";

const cases: [string, boolean][] = [
  ["mkdir -p out/a", true],
  ["python3 -m venv /venv", true],
  ["echo a > conf.ini; ln -s a b", true],
  ["curl -fsS https://x.org/a | tar xz", true],
  ["git clone https://x.org/a", true],
  ["A=1", true],
  ["adduser --disabled-password x && cd /opt && echo x | chpasswd", true],
  ["curl -sSf https://x | sh -s -- -y", true],
  ["wget -qO- https://x | sudo bash -", true],
  ["poetry config virtualenvs.create false", true],
  ["bundle config set --local path vendor/bundle", true],
  ["cat x | sh", false],
  ["sudo make install", false],
  ["env A=1 ./gen", false],
  ["sudo -u app mkdir x", true],
  ["make config", false],
  ["curl -O https://x && sh x", false],
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
