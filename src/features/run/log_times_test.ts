import assert from "node:assert/strict";
import { logTimestamp, parseLogTime } from "./log_times.ts";

const now = Date.UTC(2026, 10, 21, 8, 0, 0);

const moments: [text: string, timestamp: string][] = [
  ["1700000000", "1700000000"],
  ["1700000000.123456789", "1700000000.123456789"],
  ["10s", `${now / 1000 - 10}.000`],
  ["1h30m", `${now / 1000 - 5400}.000`],
  ["2026-11-21T08:00:00Z", `${now / 1000}.000`],
  ["2026-11-21T10:00:00.5+02:00", `${now / 1000}.500`],
  ["2026-11-21T08Z", `${now / 1000}.000`],
  ["2026-11-21", `${new Date(2026, 10, 21).getTime() / 1000}.000`],
  ["2026-11-21T09:30", `${new Date(2026, 10, 21, 9, 30).getTime() / 1000}.000`],
];

for (const [text, timestamp] of moments) {
  Deno.test(`parseLogTime() reads ${text}`, () => {
    assert.equal(logTimestamp(parseLogTime(text, "--since"), now), timestamp);
  });
}

for (const text of ["", "yesterday", "10 m", "2026-13-45", "08:30"]) {
  Deno.test(`parseLogTime() rejects ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseLogTime(text, "--since"), /Invalid value/);
  });
}
