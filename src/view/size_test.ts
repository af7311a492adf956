import assert from "node:assert/strict";
import { humanSize } from "./size.ts";

const cases: ReadonlyArray<readonly [bytes: number, printed: string]> = [
  [0, "0B"],
  [1, "1B"],
  [999, "999B"],
  [1000, "1kB"],
  [1001, "1kB"],
  [1010, "1.01kB"],
  [12_800, "12.8kB"],
  [211_500_000, "212MB"],
  [999_499_999, "999MB"],
  [999_500_000, "1GB"],
  [1_320_000_000, "1.32GB"],
  [5e15, "5PB"],
  [-1500, "-1.5kB"],
];

Deno.test("humanSize() prints decimal units with three digits", () => {
  for (const [bytes, printed] of cases) assert.equal(humanSize(bytes), printed, String(bytes));
});

Deno.test("humanSize() takes another count of digits", () => {
  assert.equal(humanSize(211_512_345, 4), "211.5MB");
});
