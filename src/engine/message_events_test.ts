import assert from "node:assert/strict";
import type { ProgressEvent } from "../lib/progress_event.ts";
import { progressEvent } from "./message_events.ts";
import type { EngineMessage } from "./messages.ts";

const cases: ReadonlyArray<readonly [message: EngineMessage, event: ProgressEvent | undefined]> = [
  [{ stream: "Step 1/2\n" }, { kind: "output", text: "Step 1/2\n" }],
  [{ status: "Digest: sha256:1" }, { kind: "line", text: "Digest: sha256:1" }],
  [{ status: "Waiting", id: "a", progressDetail: {} }, {
    kind: "item",
    id: "a",
    status: "Waiting",
  }],
  [{ status: "Pushing", id: "a", progressDetail: { current: 1, total: 2 } }, {
    kind: "item",
    id: "a",
    status: "Pushing",
    current: 1,
    total: 2,
  }],
  [{ status: "Pushing", id: "a", progressDetail: { current: 1, total: -1 } }, {
    kind: "item",
    id: "a",
    status: "Pushing",
    current: 1,
  }],
  [{ status: "Extracting", id: "a", progressDetail: { current: 3, units: "s" } }, {
    kind: "item",
    id: "a",
    status: "Extracting",
  }],
  [{ aux: { ID: "x" } }, undefined],
];

Deno.test("progressEvent() tells what a message has to show", () => {
  for (const [message, event] of cases) assert.deepEqual(progressEvent(message), event);
});
