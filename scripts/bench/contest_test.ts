import assert from "node:assert/strict";
import { type BenchCase, measureCase, spreadOf, timeOf } from "./contest.ts";

const cases: [times: number[], median: number, p10: number, p90: number][] = [
  [[7], 7, 7, 7],
  [[3, 1], 2, 1.2, 2.8],
  [[5, 1, 3], 3, 1.4, 4.6],
  [[11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 6, 2, 10],
];

for (const [times, median, p10, p90] of cases) {
  Deno.test(`spreadOf() of ${times}`, () => {
    const spread = spreadOf(times);
    const rounded = Object.fromEntries(
      Object.entries(spread).map(([name, value]) => [name, Number(value.toFixed(6))]),
    );
    assert.deepEqual(rounded, { median, p10, p90 });
  });
}

const sleeping = (seconds: number) => ({
  label: `sleep ${seconds}`,
  program: "sleep",
  args: [String(seconds)],
});

Deno.test("measureCase() runs both sides in turn and judges the ratio", async () => {
  const order: string[] = [];
  let disposed = 0;
  const bench: BenchCase = {
    name: "sleep",
    rounds: 2,
    bound: 1.5,
    setup(stack) {
      stack.defer(() => void disposed++);
      return {
        dk: sleeping(0.15),
        rival: sleeping(0.01),
        before: (side) => Promise.resolve(void order.push(side)),
      };
    },
  };
  const result = await measureCase(bench);
  assert.ok(result.ratio > 1.5, `ratio ${result.ratio}`);
  assert.equal(result.within, false);
  assert.equal(result.rival.label, "sleep 0.01");
  assert.deepEqual(order.slice(-4), ["dk", "rival", "rival", "dk"]);
  assert.equal(disposed, 1);
});

Deno.test("measureCase() judges dk's own limits too", async () => {
  const limits = () => Promise.resolve([{ name: "weight, kg", value: 3, bound: 2 }]);
  const setup = () => ({ dk: sleeping(0), rival: sleeping(0), limits });
  const result = await measureCase({ name: "sleep", rounds: 1, warmups: 0, bound: 1000, setup });
  assert.equal(result.within, false);
});

Deno.test("timeOf() refuses to measure a failure", async () => {
  await assert.rejects(timeOf({ label: "", program: "false", args: [] }), /false failed with 1/);
});
