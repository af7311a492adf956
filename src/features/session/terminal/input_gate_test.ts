import assert from "node:assert/strict";
import { InputGate } from "./input_gate.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function gateOf(): { gate: InputGate; passed: string[] } {
  const passed: string[] = [];
  const gate = new InputGate((typed) => {
    passed.push(new TextDecoder().decode(typed));
    return Promise.resolve();
  }, () => 0);
  return { gate, passed };
}

Deno.test("InputGate passes all on while it is open", async () => {
  const { gate, passed } = gateOf();
  await gate.push(bytes("ls\r"));
  assert.deepEqual(passed, ["ls\r"]);
});

for (const key of ["\r", "\n", "\x04", "\x0f"]) {
  Deno.test(`InputGate holds ${JSON.stringify(key)} and what follows while a command is looked at`, async () => {
    const { gate, passed } = gateOf();
    await gate.set("editing");
    await gate.push(bytes("ls"));
    await gate.push(bytes(` -l${key}pw`));
    await gate.push(bytes("d"));
    assert.deepEqual(passed, ["ls", " -l"]);
    await gate.set("open");
    assert.deepEqual(passed, ["ls", " -l", `${key}pwd`]);
  });
}

Deno.test("InputGate puts back what nobody has read before what was typed since", async () => {
  const { gate, passed } = gateOf();
  await gate.set("closed");
  await gate.push(bytes("later"));
  gate.putBack(bytes("sooner\n"));
  await gate.set("editing");
  await gate.set("open");
  assert.deepEqual(passed, ["sooner", "\nlater"]);
});

Deno.test("InputGate tells of ^C while it is closed for a word, and drops what came before", async () => {
  const { gate, passed } = gateOf();
  let interrupted = 0;
  await gate.set("closed", () => interrupted++);
  await gate.push(bytes("typed\x03after"));
  assert.equal(interrupted, 1);
  await gate.set("open");
  await gate.push(bytes("\x03"));
  assert.deepEqual([interrupted, passed], [1, ["after", "\x03"]]);
});

Deno.test("InputGate sends one thing after the other to a terminal that takes its time", async () => {
  const passed: string[] = [];
  const free = Promise.withResolvers<void>();
  const gate = new InputGate(async (typed) => {
    await free.promise;
    passed.push(new TextDecoder().decode(typed));
  }, () => 0);
  const first = gate.push(bytes("a"));
  const second = gate.push(bytes("b"));
  assert.deepEqual(passed, []);
  free.resolve();
  await Promise.all([first, second]);
  assert.deepEqual(passed, ["a", "b"]);
});
