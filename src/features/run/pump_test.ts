import assert from "node:assert/strict";
import { FakeStream } from "../../engine/fake_transport.ts";
import { DetachScanner } from "./detach_keys.ts";
import { pump } from "./pump.ts";
import type { SessionIo } from "./session_io.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const frame = (type: number, text: string) =>
  new Uint8Array([type, 0, 0, 0, 0, 0, 0, text.length, ...bytes(text)]);

/** A caller that types the pieces and keeps what is printed. */
function caller(...typed: string[]) {
  const printed = { stdout: "", stderr: "" };
  const writer = (name: "stdout" | "stderr") => ({
    writeBytes: (piece: Uint8Array) =>
      Promise.resolve(void (printed[name] += new TextDecoder().decode(piece))),
  });
  const nothing = () => ({ [Symbol.dispose]() {} });
  const io: SessionIo = {
    stdin: {
      isTerminal: false,
      read(buffer) {
        const piece = typed.shift();
        if (piece === undefined) return Promise.resolve(null);
        buffer.set(bytes(piece));
        return Promise.resolve(piece.length);
      },
    },
    stdout: writer("stdout"),
    stderr: writer("stderr"),
    windowSize: () => undefined,
    onSignals: nothing,
    onResize: nothing,
    openTerminal: () => ({ enter: () => Promise.resolve(), ...nothing() }),
  };
  return { io, printed };
}

const text = (pieces: readonly Uint8Array[]) =>
  pieces.map((piece) => new TextDecoder().decode(piece)).join("");

Deno.test("pump() takes the outputs apart and passes stdin on to its end", async () => {
  const stream = new FakeStream([frame(1, "out"), frame(2, "err")]);
  const { io, printed } = caller("in", "put");
  const end = await pump(stream, io, { tty: false, stdin: true, halfClose: true });
  await new Promise((resolve) => setTimeout(resolve)); // The input may end after the output.
  assert.deepEqual([end, printed, text(stream.written)], [
    "ended",
    { stdout: "out", stderr: "err" },
    "input",
  ]);
});

Deno.test("pump() ends at the detach keys and passes on what came before them", async () => {
  const stream = new NeverEnding();
  const { io } = caller("ls\x10", "\x11more");
  const detach = new DetachScanner(new Uint8Array([16, 17]));
  const end = await pump(stream, io, { tty: true, stdin: true, halfClose: false, detach });
  assert.deepEqual([end, text(stream.written)], ["detached", "ls"]);
});

/** The stream of a program that prints nothing and goes on. */
class NeverEnding extends FakeStream {
  constructor() {
    super([]);
  }

  override read(): Promise<number | null> {
    return new Promise(() => {});
  }
}
