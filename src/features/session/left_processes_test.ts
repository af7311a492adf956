import assert from "node:assert/strict";
import { leftProcesses, oldShells } from "./left_processes.ts";

/** As `/proc/PID/stat` has it, the fields between left out by zeros. */
function stat(pid: number, name: string, parent: number, session: number, state = "S"): string {
  return `${pid} (${name}) ${state} ${parent} 0 ${session} ${"0 ".repeat(15)}500 0`;
}

const text = [
  stat(1, "sh", 0, 1),
  stat(7, "sleep", 1, 1),
  stat(20, "bash", 0, 20),
  stat(30, "bash", 0, 30),
  stat(31, "apt (x) y", 30, 30),
  stat(32, "bash", 20, 20),
  stat(33, "cat", 32, 20),
  // The relay of a recorded shell, and what it waits with.
  stat(36, "sh", 0, 36),
  stat(37, "cat", 36, 36),
  stat(40, "redis-server", 1, 40),
  stat(41, "gone", 1, 41, "Z"),
  "driver 20",
  "25.50 100.00",
].join("\n");

Deno.test("leftProcesses() finds what commands have left running", () => {
  const left = leftProcesses(text);
  assert.deepEqual(left.map(({ pid, name }) => `${pid} ${name}`), [
    "31 apt (x) y",
    "40 redis-server",
  ]);
  assert.equal(left[0].age, 20.5);
});

Deno.test("oldShells() finds other shells and what runs in them, not what has left them", () => {
  assert.deepEqual(oldShells(text).map(({ pid }) => pid), [30, 31, 36, 37]);
});
