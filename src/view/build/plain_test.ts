import assert from "node:assert/strict";
import type { BuildEvent } from "../../features/build/events.ts";
import { PlainBuildView } from "./plain.ts";

/** What is written about `events`. */
function written(events: BuildEvent[]): string {
  let text = "";
  const screen = {
    env: {},
    stderr: { isTerminal: false, write: (part: string) => void (text += part) },
    now: () => 0,
    windowSize: () => undefined,
  };
  {
    using view = new PlainBuildView(screen);
    for (const event of events) view.event(event);
  }
  return text;
}

function step(id: string, state: "started" | "done" | "cached", seconds?: number): BuildEvent {
  return { kind: "step", id, name: `RUN ${id}`, state, seconds };
}

function output(id: string, text: string): BuildEvent {
  return { kind: "output", step: id, stream: "stdout", data: new TextEncoder().encode(text) };
}

const cases: [what: string, events: BuildEvent[], text: string][] = [
  [
    "steps side by side apart",
    [
      step("a", "started"),
      step("b", "started"),
      output("a", "1\n2"),
      output("b", "3\n"),
      output("a", "\n"),
    ],
    "#1 RUN a\n#2 RUN b\n#1 1\n#2 3\n#1 2\n",
  ],
  [
    "the end of a line that is not ended",
    [step("a", "started"), output("a", "1")],
    "#1 RUN a\n#1 1\n",
  ],
  [
    "the end of a step once",
    [step("a", "started"), step("a", "done", 0), step("a", "started"), step("a", "done", 0)],
    "#1 RUN a\n#1 DONE 0.0s\n",
  ],
  [
    "another end of the step, too",
    [step("a", "started"), step("a", "done", 0), step("a", "started"), step("a", "done", 2)],
    "#1 RUN a\n#1 DONE 0.0s\n#1 DONE 2.0s\n",
  ],
  ["what is cached", [step("a", "cached", 1)], "#1 RUN a\n#1 CACHED\n"],
  [
    "the last state of a bar, without colours",
    [step("a", "started"), output("a", "\x1b[32m1 %\r"), output("a", "2 %\x1b[0m\r\r\n")],
    "#1 RUN a\n#1 2 %\n",
  ],
  [
    "what was sent",
    [{ kind: "context", files: 1, bytes: 1000 }, { kind: "context", files: 1, bytes: 500 }],
    "Sent to the engine: 2 files, 1.5kB\n",
  ],
];

for (const [what, events, text] of cases) {
  Deno.test(`PlainBuildView shows ${what}`, () => assert.equal(written(events), text));
}
