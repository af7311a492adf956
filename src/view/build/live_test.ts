import assert from "node:assert/strict";
import type { BuildEvent } from "../../features/build/events.ts";
import { LiveBuildView } from "./live.ts";

function fakeScreen(rows: number, columns = 40) {
  const screen = {
    written: "",
    env: {},
    stderr: { isTerminal: false, write: (text: string) => void (screen.written += text) },
    now: () => 0,
    windowSize: () => ({ columns, rows }),
  };
  return screen;
}

const started = (id: string): BuildEvent => ({ kind: "step", id, name: id, state: "started" });
const output = (step: string, text: string): BuildEvent => ({
  kind: "output",
  step,
  stream: "stdout",
  data: new TextEncoder().encode(text),
});

function screenAfter(events: BuildEvent[], rows = 24, columns = 80) {
  const screen = fakeScreen(rows, columns);
  {
    using view = new LiveBuildView(screen);
    for (const event of events) view.event(event);
  }
  return screen;
}

/** The lines of the last drawing after `events`. */
function drawn(events: BuildEvent[], rows: number, columns?: number): string[] {
  const screen = screenAfter(events, rows, columns);
  return screen.written.replace("\r\x1b[J", "").split("\n").slice(0, -1)
    .map((line) => line.replace("\x1b[K", ""));
}

Deno.test("LiveBuildView shows the last lines of a step below it", () => {
  const lines = drawn([started("a"), output("a", "1\n2\n3\n4\n5\npart")], 24);
  assert.deepEqual(lines, ["> a  0.0s", "    3", "    4", "    5", "    part"]);
});

Deno.test("LiveBuildView leaves the first line of the window and the cursor's alone", () => {
  const steps = ["a", "b", "c", "d", "e", "f", "g"].map(started);
  assert.equal(drawn(steps, 6).length, 4);
  assert.equal(drawn([...steps, output("a", "1\n2\n")], 10).length, 8);
  assert.equal(drawn(steps, 1).length, 1);
});

Deno.test("LiveBuildView cuts what is wider than the window", () => {
  const [step] = drawn([started("a".repeat(100))], 10, 20);
  assert.ok(step.length < 20 && step.endsWith("…"), step);
});

Deno.test("LiveBuildView keeps of a line that redraws itself the last state alone", () => {
  const bar = Array.from({ length: 50 }, (_, percent) => output("a", `\r${percent} %`));
  const lines = drawn([started("a"), ...bar, output("a", "\r100 %\r\nend\n")], 24);
  assert.deepEqual(lines, ["> a  0.0s", "    100 %", "    end"]);
});

Deno.test("LiveBuildView says the end of a step once, however often the engine repeats it", () => {
  const ended: BuildEvent = { kind: "step", id: "a", name: "a", state: "done", seconds: 0 };
  const again = [started("a"), ended];
  const { written } = screenAfter([...again, ...again, started("a"), { ...ended, seconds: 2 }]);
  assert.deepEqual(written.match(/✓ a {2}[0-9.]+s/g), ["✓ a  0.0s", "✓ a  2.0s"]);
});
