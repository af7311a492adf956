import assert from "node:assert/strict";
import { contentHint } from "./content_hint.ts";

const cases: [one: string, other: string, hint: ReturnType<typeof contentHint>][] = [
  ["built 2026-11-21 11:02:03\n", "built 2026-11-22 09:10:11\n", "times"],
  ["built 2026-11-21T11:02:03.123Z\n", "built 2026-11-22T09:10:11.5Z\n", "times"],
  ["Sat Nov 21 11:02:03 UTC 2026\n", "Sun Nov  2 09:10:11 UTC 2025\n", "times"],
  ["Sat, 21 Nov 2026 11:02:03 +0000", "Sun, 2 Nov 2025 09:10:11 +0000", "times"],
  ["stamp=1795258923", "stamp=1795258999", "times"],
  ["b\na\n", "a\nb\n", "order"],
  ["port 8080\n", "port 9090\n", undefined],
  ["supermarket\n", "supermarble\n", undefined],
  ["10.20.2026.1\n", "10.20.2027.1\n", undefined],
  ["a 2026-11-21\n", "b 2026-11-22\n", undefined],
  ["same", "same", undefined],
];

for (const [one, other, hint] of cases) {
  Deno.test(`contentHint() says ${hint} of ${JSON.stringify(one)} and ${JSON.stringify(other)}`, () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    assert.equal(contentHint(bytes(one), bytes(other)), hint);
  });
}

Deno.test("contentHint() finds times in programs", () => {
  const program = (time: string) =>
    new TextEncoder().encode(`\x7fELF\0\xff\0Nov 21 2026\0${time}\0\0end`);
  assert.equal(contentHint(program("11:02:03"), program("11:02:04")), "times");
});
