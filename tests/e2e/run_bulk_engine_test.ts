import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { dkExecutable } from "./dk_executable.ts";
import { testImage } from "./dk_process.ts";

const size = 1024 ** 3;
const pieceSize = 1024 ** 2;
const sampleDistance = 32 * 1024 ** 2;
const memoryLimit = 150 * 1024 ** 2;

Deno.test("run: 1 GB goes in and comes out whole, in less than 150 MB of memory", async () => {
  const child = new Deno.Command(dkExecutable(), {
    args: ["run", "--rm", "-i", "--log-driver", "none", testImage, "cat"],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const [sent, received] = await Promise.all([feed(child.stdin), digest(child.stdout, child.pid)]);
  assert.equal((await child.status).code, 0);
  assert.equal(received.sha256, sent);
  assert.ok(
    received.peak > 0 && received.peak < memoryLimit,
    `dk took ${received.peak} bytes of memory`,
  );
});

/** Writes pieces that all differ; resolves with their digest. */
async function feed(stdin: WritableStream<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  const writer = stdin.getWriter();
  const piece = crypto.getRandomValues(new Uint8Array(65536));
  for (let sent = 0; sent < size; sent += pieceSize) {
    const bytes = new Uint8Array(pieceSize);
    for (let at = 0; at < pieceSize; at += piece.length) bytes.set(piece, at);
    new DataView(bytes.buffer).setUint32(0, sent);
    hash.update(bytes);
    await writer.write(bytes);
  }
  await writer.close();
  return hash.digest("hex");
}

async function digest(stdout: ReadableStream<Uint8Array>, pid: number) {
  const hash = createHash("sha256");
  let peak = 0;
  let seen = 0;
  let nextSample = sampleDistance;
  for await (const bytes of stdout) {
    hash.update(bytes);
    seen += bytes.length;
    if (seen < nextSample || seen === size) continue; // At the end dk may be gone.
    peak = await peakMemory(pid);
    nextSample += sampleDistance;
  }
  return { sha256: hash.digest("hex"), peak };
}

/** The most memory that a process has had so far, bytes. */
async function peakMemory(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1024;
}
