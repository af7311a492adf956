import assert from "node:assert/strict";
import { goTime, humanAge, humanDuration, isoTime, localIsoTime } from "./age.ts";

const hour = 3600;
const day = 24 * hour;
const cases: ReadonlyArray<readonly [seconds: number, printed: string]> = [
  [-5, "Less than a second"],
  [0.9, "Less than a second"],
  [1, "1 second"],
  [59.9, "59 seconds"],
  [60, "About a minute"],
  [119, "About a minute"],
  [120, "2 minutes"],
  [3599, "59 minutes"],
  [hour, "About an hour"],
  [1.4 * hour, "About an hour"],
  [1.6 * hour, "2 hours"],
  [47.4 * hour, "47 hours"],
  [2 * day, "2 days"],
  [13 * day, "13 days"],
  [14 * day, "2 weeks"],
  [59 * day, "8 weeks"],
  [60 * day, "2 months"],
  [729 * day, "24 months"],
  [730 * day, "2 years"],
  [10 * 365 * day, "10 years"],
];

Deno.test("humanDuration() uses docker's words", () => {
  for (const [seconds, printed] of cases) {
    assert.equal(humanDuration(seconds * 1000), printed, String(seconds));
  }
});

Deno.test("humanAge() counts from the moment given as now", () => {
  assert.equal(humanAge(1000, 121_000), "2 minutes ago");
});

Deno.test("goTime() prints date, time, offset and a name for the zone", () => {
  assert.match(goTime(0), /^19(69|70)-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} ([A-Z]+|[+-]\d{4})$/);
});

Deno.test("isoTime() leaves out fractions that are none", () => {
  assert.equal(isoTime(1_000), "1970-01-01T00:00:01Z");
  assert.equal(isoTime(1_500), "1970-01-01T00:00:01.500Z");
});

Deno.test("localIsoTime() prints a moment with the zone's distance from UTC", () => {
  const text = localIsoTime(1e12);
  assert.match(text, /^2001-09-(08|09)T\d\d:\d\d:40(Z|[+-]\d\d:\d\d)$/);
  assert.equal(Date.parse(text), 1e12);
});
