import assert from "node:assert/strict";
import { compareBytes } from "./byte_order.ts";

Deno.test("compareBytes() orders names as their UTF-8 bytes", () => {
  const names = ["", "-", "A", "a", "a-b", "a.b", "ab", "é", "日", "\ue000", "\uffee", "😀", "😁"];
  const shuffled = [...names].reverse().sort(compareBytes);
  assert.deepEqual(shuffled, names);
});
