import assert from "node:assert/strict";
import { FakeStream, FakeTransport } from "./fake_transport.ts";
import { copyBody, copyOutput } from "./output.ts";

const frames = new Uint8Array([1, 0, 0, 0, 0, 0, 0, 2, 104, 105, 2, 0, 0, 0, 0, 0, 0, 1, 33]);

function gather() {
  const texts = { stdout: "", stderr: "" };
  const keep = (stream: "stdout" | "stderr") => (bytes: Uint8Array) => {
    texts[stream] += new TextDecoder().decode(bytes);
    return Promise.resolve();
  };
  return { texts, sinks: { stdout: keep("stdout"), stderr: keep("stderr") } };
}

Deno.test("copyOutput() takes frames apart and leaves a terminal's bytes alone", async () => {
  const framed = gather();
  await copyOutput(new FakeStream([frames]), framed.sinks, { tty: false });
  assert.deepEqual(framed.texts, { stdout: "hi", stderr: "!" });

  const raw = gather();
  await copyOutput(new FakeStream([new Uint8Array([104]), new Uint8Array([105])]), raw.sinks, {
    tty: true,
  });
  assert.deepEqual(raw.texts, { stdout: "hi", stderr: "" });
});

Deno.test("copyBody() takes a log apart", async () => {
  const { texts, sinks } = gather();
  const answer = { body: [frames.slice(0, 9), frames.slice(9)] };
  const response = await new FakeTransport(answer).request({ method: "GET", path: "/" });
  await copyBody(response.body, sinks, { tty: false });
  assert.deepEqual(texts, { stdout: "hi", stderr: "!" });
});

Deno.test("copyOutput() closes the stream and rejects with the reason on abort", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const stream = new FakeStream([frames, frames]);
  const stop = () => {
    controller.abort(reason);
    return Promise.resolve();
  };
  const copying = copyOutput(stream, { stdout: stop, stderr: stop }, {
    tty: false,
    signal: controller.signal,
  });
  await assert.rejects(copying, (error) => error === reason);
  assert.equal(stream.closed, true);
});
