import assert from "node:assert/strict";
import { type DkContext, SignalReceived } from "./context.ts";
import { askHidden, askLine, readSecretInput } from "./prompt.ts";

/** A context whose stdin delivers `typed` and then waits for ever, or ends. */
function typing(typed: string | Uint8Array, ends = false) {
  const bytes = [...typeof typed === "string" ? new TextEncoder().encode(typed) : typed];
  const ending = new AbortController();
  const seen = { raw: [] as boolean[], shown: "" };
  const context = {
    stdin: {
      isTerminal: true,
      setRaw: (raw: boolean) => void seen.raw.push(raw),
      read(buffer: Uint8Array): Promise<number | null> {
        const byte = bytes.shift();
        if (byte === undefined) return ends ? Promise.resolve(null) : new Promise(() => {});
        buffer[0] = byte;
        return Promise.resolve(1);
      },
    },
    stderr: { isTerminal: true, write: (text: string) => void (seen.shown += text) },
    signal: ending.signal,
  } as unknown as DkContext;
  return { context, seen, ending };
}

const lines: ReadonlyArray<readonly [typed: string, line: string]> = [
  ["alice\n", "alice"],
  ["alice\r", "alice"],
  ["alö\x7fice\r", "alice"],
  ["wrong\x15right\r", "right"],
  ["\x7f\x7fa\r", "a"],
];

Deno.test("askHidden() reads a line with its corrections and shows nothing of it", async () => {
  for (const [typed, line] of lines) {
    const { context, seen } = typing(typed);
    assert.equal(await askHidden(context, "Password: "), line, JSON.stringify(typed));
    assert.deepEqual(seen, { raw: [true, false], shown: "Password: \n" });
  }
});

Deno.test("askHidden() puts the terminal back after ctrl-C, the end and a signal", async () => {
  const interrupted = typing("ab\x03");
  await assert.rejects(askHidden(interrupted.context, ""), SignalReceived);
  const ended = typing("ab", true);
  await assert.rejects(askHidden(ended.context, ""), { exitCode: 2 });
  const killed = typing("ab");
  const asked = askHidden(killed.context, "");
  killed.ending.abort(new SignalReceived("SIGTERM"));
  await assert.rejects(asked, { signalName: "SIGTERM" });
  for (const { seen } of [interrupted, ended, killed]) assert.deepEqual(seen.raw, [true, false]);
});

Deno.test("askLine() leaves the terminal as it is", async () => {
  const { context, seen } = typing(" bob \n");
  assert.equal(await askLine(context, "Name: "), "bob");
  assert.deepEqual(seen, { raw: [], shown: "Name: " });
});

Deno.test("readSecretInput() takes all but the line end", async () => {
  for (const [given, secret] of [["a b\n", "a b"], ["a\r\n", "a"], [" a\n\n", " a\n"], ["", ""]]) {
    assert.equal(await readSecretInput(typing(given, true).context), secret);
  }
});
