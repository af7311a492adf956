import assert from "node:assert/strict";
import type { Vertex } from "../../buildkit/trace.ts";
import { BuildkitProgress } from "./buildkit_progress.ts";

const from: Vertex = { digest: "sha256:a", name: "[1/2] FROM debian:12", cached: false };
const started = { ...from, started: 10 };
const done = { ...started, completed: 12.5 };
const cached = { ...done, cached: true };
const nothing = { vertices: [], statuses: [], logs: [], warnings: [] };

/** The steps that are told of when the engine reports `vertices` one by one. */
function told(vertices: Vertex[]): string[] {
  const seen: string[] = [];
  const progress = new BuildkitProgress((event) => {
    if (event.kind === "step") seen.push(`${event.state} ${event.seconds ?? ""}`.trim());
  });
  for (const vertex of vertices) progress.take({ ...nothing, vertices: [vertex] });
  return seen;
}

const reports: [string, Vertex[], string[]][] = [
  ["a step that runs", [from, started, done], ["started", "done 2.5"]],
  ["a step that is repeated", [started, started, done, done], ["started", "done 2.5"]],
  ["a cached step", [from, cached], ["cached 2.5"]],
  ["a step that 20.10 calls cached after its end", [done, cached, done], ["done 2.5"]],
  ["a step that runs twice", [started, done, started, done], [
    "started",
    "done 2.5",
    "started",
    "done 2.5",
  ]],
  ["a step that fails after all", [done, { ...done, error: "no" }], ["done 2.5", "failed 2.5"]],
  ["a chore of the builder", [{ ...done, name: "[internal] load" }], []],
];

for (const [what, vertices, expected] of reports) {
  Deno.test(`BuildkitProgress tells once of ${what}`, () => {
    assert.deepEqual(told(vertices), expected);
  });
}

Deno.test("BuildkitProgress takes for the cause what failed first by itself", () => {
  const progress = new BuildkitProgress(() => {});
  const data = new TextEncoder().encode("last words\n");
  progress.take({
    ...nothing,
    vertices: [{ ...started, digest: "sha256:b", error: "context canceled" }],
    logs: [{ vertex: from.digest, stream: "stdout", data, at: 11 }],
  });
  progress.take({ ...nothing, vertices: [{ ...done, error: "x: exit code: 7" }] });
  progress.take({ ...nothing, vertices: [{ ...done, digest: "sha256:c", error: "late" }] });
  const failed = progress.failedStep();
  assert.deepEqual([failed?.name, failed?.exitCode, failed?.tail], [from.name, 7, "last words"]);
});

Deno.test("BuildkitProgress keeps the error of a moment behind what else was printed then", () => {
  const progress = new BuildkitProgress(() => {});
  const say = (stream: "stdout" | "stderr", at: number, text: string) => ({
    vertex: from.digest,
    stream,
    at,
    data: new TextEncoder().encode(text),
  });
  const lines = Array.from({ length: 40 }, (_, index) => `${index}\n`).join("");
  progress.take({ ...nothing, logs: [say("stderr", 10, "early\n"), say("stdout", 12, "a\n")] });
  progress.take({ ...nothing, logs: [say("stderr", 12.2, "why\n"), say("stdout", 12.3, lines)] });
  progress.take({ ...nothing, vertices: [{ ...done, error: "exit code: 1" }] });
  const tail = progress.failedStep()?.tail.split("\n");
  assert.deepEqual([tail?.length, tail?.at(-2), tail?.at(-1)], [20, "39", "why"]);
});
