import assert from "node:assert/strict";
import { GoMode, hasBit } from "./go_file_mode.ts";

Deno.test("hasBit() tells every type from every other, the highest included", () => {
  const bits = Object.values(GoMode);
  for (const bit of bits) {
    const found = bits.filter((other) => hasBit(bit + 0o755, other));
    assert.deepEqual(found, [bit]);
  }
  assert.ok(!bits.some((bit) => hasBit(0o777, bit)));
});
