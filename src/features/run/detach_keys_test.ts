import assert from "node:assert/strict";
import { DetachScanner, parseDetachKeys } from "./detach_keys.ts";

Deno.test("parseDetachKeys() reads letters, control keys and DEL", () => {
  assert.deepEqual([...parseDetachKeys("ctrl-p,ctrl-q", "--detach-keys")], [16, 17]);
  assert.deepEqual([...parseDetachKeys("a,ctrl-@,ctrl-_,ctrl-[,DEL", "--detach-keys")], [
    97,
    0,
    31,
    27,
    127,
  ]);
});

for (const text of ["", "bad", "ctrl-", "ctrl-1", "a,,b", "ctrl-pp", "é"]) {
  Deno.test(`parseDetachKeys() rejects ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseDetachKeys(text, "--detach-keys"), /Invalid value/);
  });
}

const typed: [typed: number[], pass: number[], detached: boolean][] = [
  [[1, 2, 3], [1, 2, 3], false],
  [[16, 17], [], true],
  [[1, 16, 17, 2], [1], true],
  [[16, 1], [16, 1], false],
  [[16, 16, 17], [16], true],
  [[17, 16], [17], false],
];

for (const [keys, pass, detached] of typed) {
  Deno.test(`DetachScanner passes ${pass} of ${keys}, however they are cut`, () => {
    for (const size of [1, 2, 5]) {
      const scanner = new DetachScanner(new Uint8Array([16, 17]));
      const passed: number[] = [];
      let found = false;
      for (let at = 0; at < keys.length && !found; at += size) {
        const result = scanner.push(new Uint8Array(keys.slice(at, at + size)));
        passed.push(...result.pass);
        found = result.detached;
      }
      assert.deepEqual([passed, found], [pass, detached], `chunks of ${size}`);
    }
  });
}
