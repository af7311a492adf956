import assert from "node:assert/strict";
import { Failure } from "../lib/failure.ts";
import { FrameParser } from "./frames.ts";

/** A frame as the engine sends it. */
function frame(type: number, text: string): number[] {
  const payload = new TextEncoder().encode(text);
  const { length } = payload;
  return [type, 0, 0, 0, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255]
    .concat(...payload);
}

function parse(bytes: readonly number[], chunkSize: number): string[] {
  const parser = new FrameParser();
  const runs: string[] = [];
  for (let i = 0; i < bytes.length; i += chunkSize) {
    for (const run of parser.push(new Uint8Array(bytes.slice(i, i + chunkSize)))) {
      runs.push(`${run.stream}:${new TextDecoder().decode(run.bytes)}`);
    }
  }
  parser.end();
  return runs;
}

function joined(runs: readonly string[], stream: string): string {
  return runs.filter((run) => run.startsWith(`${stream}:`))
    .map((run) => run.slice(stream.length + 1)).join("");
}

const session = [
  ...frame(1, "one\n"),
  ...frame(1, "two\n"),
  ...frame(2, "warning\n"),
  ...frame(1, ""),
  ...frame(0, "stdin's echo\n"),
  ...frame(2, "x".repeat(300)),
];

Deno.test("push() gives the same bytes at every chunk size", () => {
  for (let size = 1; size <= session.length; size++) {
    const runs = parse(session, size);
    assert.equal(joined(runs, "stdout"), "one\ntwo\nstdin's echo\n", `chunks of ${size}`);
    assert.equal(joined(runs, "stderr"), `warning\n${"x".repeat(300)}`, `chunks of ${size}`);
  }
});

Deno.test("push() joins neighbouring frames of one stream to one run, in order", () => {
  assert.deepEqual(parse(session, session.length), [
    "stdout:one\ntwo\n",
    "stderr:warning\n",
    "stdout:stdin's echo\n",
    `stderr:${"x".repeat(300)}`,
  ]);
});

Deno.test("push() hands out the bytes before the engine's own error, then throws it", () => {
  const bytes = [...frame(1, "half"), ...frame(3, "log driver died\n")];
  for (let size = 1; size <= bytes.length; size++) {
    const parser = new FrameParser();
    let seen = "";
    assert.throws(() => {
      for (let i = 0; i < bytes.length; i += size) {
        for (const run of parser.push(new Uint8Array(bytes.slice(i, i + size)))) {
          seen += new TextDecoder().decode(run.bytes);
        }
      }
    }, (error) => error instanceof Failure && error.why === "log driver died");
    assert.equal(seen, "half");
  }
});

Deno.test("end() accepts an end inside a frame and reports an engine error cut short", () => {
  assert.deepEqual(parse(frame(1, "cut off here").slice(0, 12), 100), ["stdout:cut "]);
  assert.deepEqual(parse([1, 0, 0], 100), []);
  assert.throws(() => parse(frame(3, "no more").slice(0, 10), 100), { why: "no" });
});

Deno.test("push() rejects bytes that are no frames", () => {
  assert.throws(() => parse([...new TextEncoder().encode("plain terminal output")], 64), {
    message: "The engine sent output of the unknown kind 112",
  });
});

Deno.test("push() reads lengths of two gigabytes and more as unsigned", () => {
  const parser = new FrameParser();
  const head = new Uint8Array([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 65]);
  const runs = [...parser.push(head)];
  assert.equal(runs.length, 1);
  assert.deepEqual([...runs[0].bytes], [65]);
});
