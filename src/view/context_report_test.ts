import assert from "node:assert/strict";
import { contextReportText } from "./context_report.ts";

Deno.test("contextReportText() lists paths, the total, the largest and disagreements", () => {
  const text = contextReportText({
    directory: "/c",
    ignoreFile: null,
    bytes: 1_500_000,
    entries: [
      { path: "a", type: "directory", size: 0 },
      { path: "a/f", type: "file", size: 1_500_000 },
      { path: "l", type: "symlink", size: 0 },
    ],
    largest: [
      { path: "a", bytes: 1_500_000, directory: true },
      { path: "a/f", bytes: 1_500_000, directory: false },
    ],
    secrets: [],
    skipped: [],
    disagreement: { classicOnly: [], buildkitOnly: ["a/f"] },
  });
  assert.equal(
    text,
    `       -  a/
   1.5MB  a/f
       -  l

1.5MB in 1 file

Largest
   1.5MB  a/
   1.5MB    f

Only BuildKit is sent
  a/f
`,
  );
});

Deno.test("contextReportText() keeps to one line for each path", () => {
  const path = "a\n\x1b[31mb";
  const text = contextReportText({
    directory: "/c",
    ignoreFile: null,
    bytes: 1,
    entries: [{ path, type: "file", size: 1 }],
    largest: [{ path, bytes: 1, directory: false }],
    secrets: [],
    skipped: [],
    disagreement: { classicOnly: [path], buildkitOnly: [] },
  });
  assert.deepEqual(text.split("\n").filter((line) => line.endsWith("ab")).length, 3, text);
});
