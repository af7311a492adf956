import assert from "node:assert/strict";
import { formatTable } from "./table.ts";

Deno.test("formatTable() lays columns out as docker does", () => {
  const printed = formatTable(["REPOSITORY", "TAG", "SIZE"], [
    ["debian", "12", "212MB"],
    ["日本", "a-long-tag", "1kB"],
  ]);
  assert.equal(
    printed,
    "REPOSITORY   TAG          SIZE\n" +
      "debian       12           212MB\n" +
      "日本         a-long-tag   1kB\n",
  );
});

Deno.test("formatTable() keeps every cell on its line", () => {
  assert.equal(formatTable(["A", "B"], [["x\n  y", "z"]]), "A         B\nx y       z\n");
});

Deno.test("formatTable() prints the header alone for no rows", () => {
  assert.equal(formatTable(["A", "B"], []), "A         B\n");
});
