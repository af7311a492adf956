import assert from "node:assert/strict";
import { MarkedOutput } from "./marked_output.ts";

const mark = "0123abcd";
const encoder = new TextEncoder();

/** Passes text on in chunks of a size and tells what came out, and when the mark was found. */
async function passOn(text: string, size: number): Promise<{ printed: string; atMark?: string }> {
  const seen: { printed: string; atMark?: string } = { printed: "" };
  const output = new MarkedOutput((bytes) => {
    seen.printed += new TextDecoder().decode(bytes);
    return Promise.resolve();
  });
  const found = output.expect(mark).then(() => seen.atMark ??= seen.printed);
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length; at += size) await output.push(bytes.slice(at, at + size));
  await output.end();
  if (text.includes(`${mark}\n`)) await found;
  return seen;
}

const cases: [text: string, printed: string][] = [
  [`${mark}\n`, ""],
  [`out\n${mark}\n`, "out\n"],
  [`no newline${mark}\nafter`, "no newlineafter"],
  [`0123abc ${mark}x ${mark}\n`, `0123abc ${mark}x `],
  [`00123abcd\n`, "0"],
  ["no mark at all 0123", "no mark at all 0123"],
];

for (const [text, printed] of cases) {
  Deno.test(`MarkedOutput prints ${JSON.stringify(printed)} of ${JSON.stringify(text)}`, async () => {
    for (let size = 1; size <= text.length; size++) {
      const seen = await passOn(text, size);
      assert.equal(seen.printed, printed, `chunks of ${size}`);
    }
  });
}

Deno.test("MarkedOutput has printed all that came before the mark when it is found", async () => {
  const { atMark } = await passOn(`before\n${mark}\n`, 3);
  assert.equal(atMark, "before\n");
});
