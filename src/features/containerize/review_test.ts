import assert from "node:assert/strict";
import { UsageFailure } from "../../lib/failure.ts";
import { sessionLedger } from "./ledger_fixture.ts";
import { applyReview, parseReview, reviewLines } from "./review.ts";

const ledger = sessionLedger([
  ["mkdir /a", { files: ["/a/"] }],
  "ls",
  ["if x\nthen y\nfi", { files: ["/b"] }],
]);
const kept = [true, false, true];
const lines = ["keep 1 mkdir /a", "drop 2 ls", "keep 3 if x ⏎ then y ⏎ fi"];

Deno.test("reviewLines() shows each step in a line", () => {
  assert.deepEqual(reviewLines(ledger, kept), lines);
});

Deno.test("applyReview() changes nothing for lines as they were", () => {
  assert.deepEqual(applyReview(ledger, kept, parseReview(lines, ledger)), ledger);
});

Deno.test("applyReview() takes verdicts, order and wording; a missing line drops its step", () => {
  const review = parseReview(["keep 2 ls", "keep 1 apt-get install x"], ledger);
  const { steps } = applyReview(ledger, kept, review);
  assert.deepEqual(
    steps.map(({ command, ran, verdict }) => [command, ran, verdict]),
    [
      ["ls", "ls", "keep"],
      [
        "apt-get install x",
        "apt-get install -y --no-install-recommends x",
        undefined,
      ],
      ["if x\nthen y\nfi", "if x\nthen y\nfi", "drop"],
    ],
  );
});

for (const line of ["", "pick 1 ls", "keep 4 ls", "keep 0 ls", "keep 1", "keep x ls"]) {
  Deno.test(`parseReview() refuses ${JSON.stringify(line)}`, () => {
    assert.throws(() => parseReview([line], ledger), UsageFailure);
  });
}

Deno.test("parseReview() refuses a number twice", () => {
  assert.throws(() => parseReview(["keep 1 a", "drop 1 a"], ledger), UsageFailure);
});
