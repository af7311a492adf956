import assert from "node:assert/strict";
import { ClassicProgress } from "./classic_progress.ts";
import type { BuildEvent } from "./events.ts";

/** What is observed, in short, when the builder says `texts`. */
function observed(texts: string[]) {
  const seen: string[] = [];
  const observe = (event: BuildEvent) => {
    if (event.kind === "step") seen.push(`${event.state} ${event.name}`);
    if (event.kind === "output") {
      seen.push(`${event.stream} ${new TextDecoder().decode(event.data).trimEnd()}`);
    }
  };
  const progress = new ClassicProgress(observe);
  for (const stream of texts) progress.take({ stream });
  return { seen, progress };
}

const build = [
  "Step 1/3 : FROM debian:12",
  "\n",
  " ---> abc\n",
  "Step 2/3 : RUN echo a",
  "\n",
  " ---> Using cache\n ---> def\n",
  "Step 3/3 : RUN make",
  "\n",
  " ---> Running in 123\n",
  "hel",
  "lo\n",
  "\x1b[91mbad\n\x1b[0m",
  "Removing intermediate container 123\n",
];

Deno.test("ClassicProgress tells steps, cache hits and output apart", () => {
  const { seen, progress } = observed(build);
  progress.end();
  assert.deepEqual(seen, [
    "started Step 1/3 : FROM debian:12",
    "done Step 1/3 : FROM debian:12",
    "started Step 2/3 : RUN echo a",
    "cached Step 2/3 : RUN echo a",
    "started Step 3/3 : RUN make",
    "stdout hello",
    "stderr bad",
    "done Step 3/3 : RUN make",
  ]);
});

Deno.test("ClassicProgress names the step that failed and what it said last", () => {
  const { progress } = observed([...build, "no line end"]);
  assert.deepEqual(progress.failedStep(), {
    name: "Step 3/3 : RUN make",
    tail: "hello\nbad\nno line end",
  });
});
