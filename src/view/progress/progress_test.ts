import assert from "node:assert/strict";
import type { ProgressEvent } from "../../lib/progress_event.ts";
import { remaining } from "./item_text.ts";
import { openProgress, type ProgressMode } from "./open.ts";
import { Rate } from "./rate.ts";

function fakeScreen(isTerminal: boolean, env: Record<string, string> = {}) {
  const screen = {
    written: "",
    time: 0,
    env,
    stderr: { isTerminal, write: (text: string) => void (screen.written += text) },
    now: () => screen.time,
    windowSize: () => ({ columns: 40, rows: 6 }),
  };
  return screen;
}

function item(status: string, current?: number, total?: number, id = "a1"): ProgressEvent {
  return { kind: "item", id, status, current, total };
}

Deno.test("plain progress prints changes of status, and bytes every five seconds", () => {
  const screen = fakeScreen(false);
  using view = openProgress(undefined, screen);
  view.event({ kind: "line", text: "Pulling x" });
  view.event(item("Downloading", 0, 100_000));
  screen.time = 1_000;
  view.event(item("Downloading", 10_000, 100_000));
  screen.time = 5_000;
  view.event(item("Downloading", 50_000, 100_000));
  view.event(item("Pull complete"));
  assert.equal(
    screen.written,
    "Pulling x\na1: Downloading 0B of 100kB\n" +
      "a1: Downloading 50kB of 100kB, 10kB/s, 5s left\na1: Pull complete\n",
  );
});

Deno.test("plain progress takes colours out of output", () => {
  for (
    const [env, isTerminal, text] of [
      [{}, false, "red\n"],
      [{ NO_COLOR: "1" }, true, "red\n"],
      [{}, true, "\x1b[91mred\x1b[0m\n"],
    ] as const
  ) {
    const screen = fakeScreen(isTerminal, env);
    openProgress("plain", screen).event({ kind: "output", text: "\x1b[91mred\x1b[0m\n" });
    assert.equal(screen.written, text);
  }
});

Deno.test("terminal progress redraws its lines in place and cuts them to the window", () => {
  const screen = fakeScreen(true);
  {
    using view = openProgress(undefined, screen);
    view.event(item("Waiting"));
    view.event({ kind: "output", text: "step 1\n" });
    view.event(item("A status that is much longer than the window is wide"));
  }
  const expected = "\r\x1b[Jstep 1\na1: A status that is much longer than …\x1b[K\n";
  assert.equal(screen.written, expected);
});

Deno.test("terminal progress shows what moves when there is no room for all", () => {
  const screen = fakeScreen(true);
  {
    using view = openProgress("tty", screen);
    for (const id of ["a", "b", "c", "d", "e", "f"]) view.event(item("Waiting", undefined, 0, id));
    view.event(item("Pushing", 1, 2, "f"));
  }
  assert.equal(screen.written, "\r\x1b[Jf: Pushing 1B of 2B\x1b[K\nand 5 more\x1b[K\n");
});

const modes: ReadonlyArray<readonly [mode: ProgressMode, written: string]> = [
  ["json", '{"kind":"item","id":"a1","status":"Pushed"}\n'],
  ["quiet", ""],
];

Deno.test("json progress writes one event a line, quiet progress nothing", () => {
  for (const [mode, written] of modes) {
    const screen = fakeScreen(true);
    openProgress(mode, screen).event(item("Pushed"));
    assert.equal(screen.written, written, mode);
  }
});

Deno.test("a dumb terminal gets plain lines", () => {
  const screen = fakeScreen(true, { TERM: "dumb" });
  openProgress(undefined, screen).event(item("Pushed"));
  assert.equal(screen.written, "a1: Pushed\n");
});

Deno.test("Rate forgets what lies more than five seconds back", () => {
  const rate = new Rate();
  for (const [time, bytes] of [[0, 0], [1000, 9000], [6000, 10_000], [7000, 11_000]]) {
    rate.note(time, bytes);
  }
  assert.equal(rate.perSecond(7000), 2000 / 6);
});

Deno.test("remaining() uses seconds, minutes, hours", () => {
  assert.deepEqual([0.2, 59.5, 185, 7800].map(remaining), ["1s", "1m00s", "3m05s", "2h10m"]);
});
