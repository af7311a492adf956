import assert from "node:assert/strict";
import { Failure, UsageFailure } from "../lib/failure.ts";
import { SignalReceived } from "./context.ts";
import { reportError } from "./report.ts";

/** What is printed of an error, and the exit code. */
function report(error: unknown, debug = false): { exitCode: number; text: string } {
  let text = "";
  const stderr = {
    isTerminal: false,
    write: (part: string) => void (text += part),
    writeBytes: () => Promise.resolve(),
  };
  const exitCode = reportError(error, stderr, debug);
  return { exitCode, text };
}

const cleanup = new Failure("Cannot remove the container");
const gone = new Deno.errors.BrokenPipe("Broken pipe");

const cases: [what: string, error: unknown, exitCode: number, text: string][] = [
  [
    "a failure's three parts",
    new Failure("A", { why: "B", next: "C" }),
    1,
    "dk: A\nWhy: B\nNext: C\n",
  ],
  ["wrong usage", new UsageFailure("A"), 2, "dk: A\n"],
  ["a signal by its number alone", new SignalReceived("SIGTERM"), 143, ""],
  ["nothing for a reader that has gone", gone, 141, ""],
  [
    "both errors where cleaning up fails too, and the first one's code",
    new SuppressedError(cleanup, new UsageFailure("A")),
    2,
    "dk: A\ndk: Cannot remove the container\n",
  ],
  [
    "a signal's code where cleaning up fails",
    new SuppressedError(cleanup, new SignalReceived("SIGINT")),
    130,
    "dk: Cannot remove the container\n",
  ],
  ["nothing for a reader that has gone for good", new SuppressedError(gone, gone), 141, ""],
];

for (const [what, error, exitCode, text] of cases) {
  Deno.test(`reportError() tells ${what}`, () => {
    assert.deepEqual(report(error), { exitCode, text });
  });
}

Deno.test("reportError() shows a stack only when asked", () => {
  const fault = new TypeError("x is not a function");
  assert.match(
    report(fault).text,
    /^dk: x is not a function\nThis is a fault in dk; .*--debug.*\n$/,
  );
  assert.match(report(fault, true).text, /report_test\.ts/);
});
