import assert from "node:assert/strict";
import { compareVersions, versionIn, VersionRange } from "./version_range.ts";

const cases: [range: string, allowed: string[], refused: string[]][] = [
  [">=3.9", ["3.9", "3.9.1", "3.12", "4.0"], ["3.8.20", "2.7"]],
  [">=3.9,<3.13", ["3.12.9"], ["3.13", "3.13.1"]],
  [">= 3.9, < 3.13", ["3.12.9"], ["3.13"]],
  ["~=3.8", ["3.8", "3.14"], ["3.7", "4.0"]],
  ["~=3.8.2", ["3.8.9"], ["3.8.1", "3.9"]],
  ["==3.11.*", ["3.11.7"], ["3.12"]],
  ["^3.10", ["3.10", "3.14"], ["3.9", "4.0"]],
  ["^0.2.3", ["0.2.9"], ["0.2.2", "0.3"]],
  ["~18.2", ["18.2.9"], ["18.3", "18.1"]],
  ["3.11.4", ["3.11.4"], ["3.11.5"]],
  ["18 || >=20", ["18.1", "20.0", "22"], ["19", "17"]],
  ["18.x", ["18.20"], ["19"]],
  ["16 - 18", ["16", "17.2", "18.20"], ["15", "19"]],
  [">=18 <21", ["18", "20.11"], ["21"]],
  ["!=3.9.*,>=3.8", ["3.8", "3.10"], ["3.9.2"]],
  [">3.8", ["3.8.1", "3.9"], ["3.8"]],
  ["v20.11.0", ["20.11.0"], ["20.11.1"]],
];

for (const [range, allowed, refused] of cases) {
  Deno.test(`VersionRange reads ${range}`, () => {
    const parsed = VersionRange.parse(range)!;
    for (const version of allowed) assert.ok(parsed.allows(version), version);
    for (const version of refused) assert.ok(!parsed.allows(version), version);
  });
}

const series: [range: string, allowed: string[], refused: string[]][] = [
  [">=3.9.2", ["3.9", "3.10"], ["3.8"]],
  ["<3.12", ["3.11"], ["3.12"]],
  [">=3.11.2,<3.11.9", ["3.11"], ["3.10", "3.12"]],
  ["==3.11.4", ["3.11"], ["3.12"]],
  [">18.2.0 <18.2.9", ["18"], ["19"]],
  [">3.12", ["3.12", "3.13"], ["3.11"]],
];

for (const [range, allowed, refused] of series) {
  Deno.test(`VersionRange.allowsSeries() finds a release in ${range}`, () => {
    const parsed = VersionRange.parse(range)!;
    for (const version of allowed) assert.ok(parsed.allowsSeries(version), version);
    for (const version of refused) assert.ok(!parsed.allowsSeries(version), version);
  });
}

Deno.test("VersionRange.parse() knows what names no version", () => {
  for (const text of ["", "*", "lts/*", "node", ">=x"]) {
    assert.equal(VersionRange.parse(text), undefined, text);
  }
});

Deno.test("VersionRange.exact is the version asked for by name", () => {
  for (
    const [range, exact] of [["3.11.4", "3.11.4"], ["==3.11.*", "3.11"], [">=3", undefined], [
      "18 || 20",
      undefined,
    ]]
  ) assert.equal(VersionRange.parse(range!)!.exact, exact);
});

Deno.test("versionIn() and compareVersions()", () => {
  assert.equal(versionIn("Python 3.12.1+"), "3.12.1");
  assert.equal(versionIn("none"), undefined);
  assert.ok(compareVersions("3.9", "3.10") < 0);
  assert.ok(compareVersions("3.9", "3.9.0") === 0);
});
